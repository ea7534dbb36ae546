import {
  compareText,
  resourceAddress,
  resourcesOf,
  type RegistryResource,
  type Topology,
} from '../../registry';
import type { Linked, LinkedImport, LinkedImports, LinkedRegistry } from '../link/linked';
import type { RegistryPart, RepositoryPart } from '../schema/imports';

/** The import part of a resource for a registry, and for a repository. */
type Parts = readonly [registry: RegistryPart, repository?: RepositoryPart];

const PARTS = {
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
} as const satisfies Record<RegistryResource['type'], Parts>;

/** Returns the names of a resource under `import`: in its registry, and in its repository if it belongs to one. */
export function partsOf({ type }: RegistryResource): Parts {
  return PARTS[type];
}

/** Returns the Terraform addresses of the resources to import. */
export function resolveImports(topology: Topology, { imports, registries }: Linked): readonly string[] {
  if (imports.registries.size + imports.repositories.size === 0) return [];
  const byName = new Map<string, LinkedRegistry>(registries.map((each) => [each.name, each]));
  return topology.registries
    .flatMap((registry) => {
      const linked = byName.get(registry.name);
      if (linked === undefined) return [];
      return resourcesOf(registry).filter((resource) => isImported(resource, linked, imports));
    })
    .map(resourceAddress)
    .sort(compareText);
}

/** The import of a repository takes precedence over that of its registry. */
function isImported(
  resource: RegistryResource,
  registry: LinkedRegistry,
  { registries, repositories }: LinkedImports,
): boolean {
  const [part, own] = partsOf(resource);
  if ('repository' in resource && own !== undefined) {
    const declared = repositories.get(resource.repository.name);
    const word = declared?.registries.get(registry) ?? declared?.everywhere;
    if (word !== undefined) return holds(word, own);
  }
  const word = registries.get(registry);
  return word !== undefined && holds(word, part);
}

function holds<Part extends string>({ parts }: LinkedImport<Part>, part: Part): boolean {
  return parts === 'all' || parts.some((each) => each.part === part);
}
