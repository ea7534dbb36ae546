import { compareText, sortedBy } from '../../base/collections';
import type { Backend, Deployment, RegistryResource } from '../../model/deployment';
import { rowOf } from '../../model/resource-types';
import type { Topology } from '../../model/topology';
import { resourceAddress, resourcesOf } from '../../terraform/resources';
import type { BoundDeclaration, BoundImport, BoundImports, BoundRegistry } from '../bind/bound-declaration';
import type { Declaration } from '../schema/declaration';
import { BACKEND_DEFAULTS } from '../schema/deployment';

/** Lowers accounts, backend, default tags, stacks and imports, with the documented defaults. */
export function lowerDeployment(
  declaration: Declaration,
  bound: BoundDeclaration,
  topology: Topology,
): Deployment {
  const accounts = bound.accounts.flatMap(({ name, id, credentials }) =>
    id === undefined ? [] : [{ name, id, credentials }],
  );
  const tags = Object.entries(declaration.tags ?? {}).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  return {
    accounts: sortedBy(accounts, ({ name }) => name),
    backend: lowerBackend(declaration.backend),
    tags: Object.fromEntries(sortedBy(tags, ([key]) => key)),
    stacksBy: declaration.stacks?.by ?? 'topology',
    imports: lowerImports(topology, bound),
  };
}

function lowerBackend(declared: Declaration['backend']): Backend {
  const { s3, cloud, local } = declared ?? {};
  if (s3?.bucket !== undefined && s3.region !== undefined) {
    return {
      kind: 's3',
      bucket: s3.bucket,
      region: s3.region,
      key: s3.key ?? BACKEND_DEFAULTS.s3.key,
      encrypt: s3.encrypt ?? BACKEND_DEFAULTS.s3.encrypt,
      useLockfile: s3.useLockfile ?? BACKEND_DEFAULTS.s3.useLockfile,
      kmsKeyId: s3.kmsKeyId,
      profile: s3.profile,
      roleArn: s3.roleArn,
    };
  }
  if (cloud?.organization !== undefined) {
    return {
      kind: 'cloud',
      organization: cloud.organization,
      workspace: cloud.workspace ?? BACKEND_DEFAULTS.cloud.workspace,
      hostname: cloud.hostname,
      project: cloud.project,
    };
  }
  return { kind: 'local', path: local?.path ?? BACKEND_DEFAULTS.local.path };
}

/** Returns the Terraform addresses of the resources to import. */
function lowerImports(topology: Topology, { imports, registries }: BoundDeclaration): readonly string[] {
  if (imports.registries.size + imports.repositories.size === 0) return [];
  const byName = new Map<string, BoundRegistry>(registries.map((each) => [each.name, each]));
  return topology.registries
    .flatMap((registry) => {
      const bound = byName.get(registry.name);
      if (bound === undefined) return [];
      return resourcesOf(registry).filter((resource) => isImported(resource, bound, imports));
    })
    .map(resourceAddress)
    .sort(compareText);
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

function includesPart<Part extends string>({ parts }: BoundImport<Part>, part: Part): boolean {
  return parts === 'all' || parts.some((each) => each.part === part);
}
