import type { AccountId } from '../../aws/names';
import { compareText, isList, sortedBy } from '../../base/collections';
import type { Backend, Deployment, RegistryResource } from '../../model/deployment';
import { rowOf, type RegistryPart, type RepositoryPart } from '../../model/resource-types';
import type { Topology } from '../../model/topology';
import { identityResources, resourceAddress, resourcesOf } from '../../terraform/resources';
import type { BoundDeclaration, BoundImports, BoundRegistry } from '../bind/bound-declaration';
import type { Declaration } from '../schema/declaration';
import { BACKEND_DEFAULTS, type DeclaredBackend } from '../schema/deployment';
import type { DeclaredImport } from '../schema/imports';
import { isPresent } from '../schema/located';
import { lowerTags } from './repository-settings';

/** Lowers accounts, backend, default tags, stacks and imports, with the documented defaults. */
export function lowerDeployment(
  declaration: Declaration,
  bound: BoundDeclaration,
  topology: Topology,
): Deployment {
  const accounts = bound.accounts.flatMap(({ name, id, credentials }) =>
    id === undefined ? [] : [{ name, id, credentials }],
  );
  return {
    accounts: sortedBy(accounts, ({ name }) => name),
    backend: lowerBackend(declaration.backend?.value),
    tags: lowerTags(declaration.tags),
    stacksBy: declaration.stacks?.value?.by?.value ?? 'topology',
    imports: lowerImports(topology, bound),
  };
}

function lowerBackend(declared: DeclaredBackend | undefined): Backend {
  const s3 = declared?.s3?.value;
  if (isPresent(s3?.bucket) && isPresent(s3.region)) {
    return {
      kind: 's3',
      bucket: s3.bucket.value,
      region: s3.region.value,
      key: s3.key?.value ?? BACKEND_DEFAULTS.s3.key,
      encrypt: s3.encrypt?.value ?? BACKEND_DEFAULTS.s3.encrypt,
      useLockfile: s3.useLockfile?.value ?? BACKEND_DEFAULTS.s3.useLockfile,
      kmsKeyId: s3.kmsKeyId?.value,
      profile: s3.profile?.value,
      roleArn: s3.roleArn?.value,
    };
  }
  const cloud = declared?.cloud?.value;
  if (isPresent(cloud?.organization)) {
    return {
      kind: 'cloud',
      organization: cloud.organization.value,
      workspace: cloud.workspace?.value ?? BACKEND_DEFAULTS.cloud.workspace,
      hostname: cloud.hostname?.value,
      project: cloud.project?.value,
    };
  }
  const path = declared?.local?.value?.path?.value;
  return { kind: 'local', path: path ?? BACKEND_DEFAULTS.local.path };
}

/** Returns the Terraform addresses of the resources to import. */
function lowerImports(topology: Topology, { imports, registries }: BoundDeclaration): readonly string[] {
  if (imports.accounts.size + imports.registries.size + imports.repositories.size === 0) return [];
  const byName = new Map<string, BoundRegistry>(registries.map((each) => [each.name, each]));
  const ofRegistries = topology.registries.flatMap((registry) => {
    const bound = byName.get(registry.name);
    if (bound === undefined) return [];
    return resourcesOf(registry).filter((resource) => isImported(resource, bound, imports));
  });
  const ofIdentities = topology.identities
    .filter(({ accountId }) => hasImportedIdentities(accountId, imports))
    .flatMap(identityResources);
  return [...ofRegistries, ...ofIdentities].map(resourceAddress).sort(compareText);
}

function hasImportedIdentities(accountId: AccountId, { accounts }: BoundImports): boolean {
  return [...accounts].some(([{ id }, { value }]) => id === accountId && value);
}

/** The import of a repository takes precedence over that of its registry. */
function isImported(
  resource: RegistryResource,
  registry: BoundRegistry,
  { registries, repositories }: BoundImports,
): boolean {
  const [part, repositoryPart] = rowOf(resource.type).importParts;
  if ('repository' in resource && repositoryPart !== undefined) {
    const declared = repositories.get(resource.repository.name);
    const declaredImport = declared?.registries.get(registry) ?? declared?.allRegistries;
    if (declaredImport !== undefined) return includesPart(declaredImport, repositoryPart);
  }
  const declaredImport = registries.get(registry);
  return declaredImport !== undefined && includesPart(declaredImport, part);
}

function includesPart(
  { value }: DeclaredImport<RegistryPart | RepositoryPart>,
  part: RegistryPart | RepositoryPart,
): boolean {
  return isList(value) ? value.some((each) => each.value === part) : value;
}
