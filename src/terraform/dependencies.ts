import { registryKey, type RegistryId } from '../aws/arn';
import type { RegistryResource, Resource, ResourceOf } from '../model/deployment';
import { filtersMatch } from '../model/replication';
import { REGISTRY_TYPES, type RegistryType } from '../model/resource-types';

/** The resources of each registry, by `registryKey`. */
export type DeployedResources = ReadonlyMap<string, readonly RegistryResource[]>;

/** Returns the resources that must exist before a resource and that it does not refer to. No duplicates. */
export function dependenciesOf(resource: Resource, deployed: DeployedResources): readonly RegistryResource[] {
  return isDependent(resource) ? dependenciesIn(resource, deployed) : [];
}

/** The types with dependencies. The compiler reports one without a case in `dependenciesIn`. */
type DependentType = {
  [Type in RegistryType]: (typeof REGISTRY_TYPES)[Type]['hasDependencies'] extends true ? Type : never;
}[RegistryType];

function isDependent(resource: Resource): resource is ResourceOf<DependentType> {
  return 'registry' in resource && REGISTRY_TYPES[resource.type].hasDependencies;
}

function dependenciesIn(
  resource: ResourceOf<DependentType>,
  deployed: DeployedResources,
): readonly RegistryResource[] {
  switch (resource.type) {
    case 'aws_ecr_replication_configuration':
      return replicationDependencies(resource, deployed);
    case 'aws_ecr_registry_scanning_configuration':
      return resourcesIn(resource.registry, deployed).filter(({ type }) => type === 'aws_inspector2_enabler');
    case 'aws_ecr_pull_through_cache_rule':
      // ECR creates repositories without the template if an image is pulled before the template exists.
      return resourcesIn(resource.registry, deployed).filter((each) =>
        isTemplateFor(each, 'PULL_THROUGH_CACHE'),
      );
    case 'aws_ecr_registry_policy':
      return resourcesIn(resource.registry, deployed).filter(isPolicyScope);
  }
}

/** This setting decides which actions a registry policy may contain. */
function isPolicyScope(resource: RegistryResource): boolean {
  return resource.type === 'aws_ecr_account_setting' && resource.setting.name === 'REGISTRY_POLICY_SCOPE';
}

function resourcesIn(registry: RegistryId, deployed: DeployedResources): readonly RegistryResource[] {
  return deployed.get(registryKey(registry)) ?? [];
}

function isTemplateFor(resource: RegistryResource, use: 'PULL_THROUGH_CACHE' | 'REPLICATION'): boolean {
  return (
    resource.type === 'aws_ecr_repository_creation_template' && resource.template.appliedFor.includes(use)
  );
}

/**
 * Returns the registry policies, replicas and creation templates of the destinations. An image pushed before
 * they exist is not replicated later.
 */
function replicationDependencies(
  { registry, rules }: ResourceOf<'aws_ecr_replication_configuration'>,
  deployed: DeployedResources,
): readonly RegistryResource[] {
  const names = new Set(registry.repositories.map(({ name }) => name));
  const dependencies = new Set<RegistryResource>();
  for (const { filters, destinations } of rules) {
    for (const each of destinations.flatMap((destination) => resourcesIn(destination, deployed))) {
      const isReplica =
        each.type === 'aws_ecr_repository' &&
        names.has(each.repository.name) &&
        filtersMatch(filters, each.repository.name);
      if (isReplica || each.type === 'aws_ecr_registry_policy' || isTemplateFor(each, 'REPLICATION')) {
        dependencies.add(each);
      }
    }
  }
  return [...dependencies];
}
