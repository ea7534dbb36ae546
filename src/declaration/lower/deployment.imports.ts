import { compareText } from '../../base/collections';
import type { RegistryResource } from '../../model/deployment.resource';
import type { Topology } from '../../model/topology';
import { resourceAddress, resourcesOf } from '../../terraform/resources';
import type { BoundDeclaration, BoundImport, BoundImports, BoundRegistry } from '../bind/bound-declaration';
import type { RegistryPart, RepositoryPart } from '../schema/imports';

/** The import part of a resource for a registry, and for a repository. */
type ImportParts = readonly [registry: RegistryPart, repository?: RepositoryPart];

const IMPORT_PARTS = {
  aws_ecr_account_setting: ['settings'],
  aws_ecr_lifecycle_policy: ['lifecyclePolicies', 'lifecycle'],
  aws_ecr_pull_through_cache_rule: ['pullThroughCache'],
  aws_ecr_registry_policy: ['policy'],
  aws_ecr_registry_scanning_configuration: ['scanning'],
  aws_ecr_replication_configuration: ['replication'],
  aws_ecr_repository: ['repositories', 'repository'],
  aws_ecr_repository_creation_template: ['creationTemplates'],
  aws_ecr_repository_policy: ['repositoryPolicies', 'policy'],
  aws_inspector2_enabler: ['inspector'],
} as const satisfies Record<RegistryResource['type'], ImportParts>;

/** Returns the names of a resource under `import`: in its registry, and in its repository if it belongs to one. */
export function importPartsOf({ type }: RegistryResource): ImportParts {
  return IMPORT_PARTS[type];
}

/** Returns the Terraform addresses of the resources to import. */
export function lowerImports(
  topology: Topology,
  { imports, registries }: BoundDeclaration,
): readonly string[] {
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
  const [part, repositoryPart] = importPartsOf(resource);
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
