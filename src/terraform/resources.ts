import { logicalId } from './resources.logical-id';
import type {
  IdentityResource,
  RegistryResource,
  Resource,
  ResourceType,
} from '../model/deployment.resource';
import type { Identity, Registry, Repository } from '../model/topology';

/** Returns the address for Terraform commands: `aws_ecr_repository.develop-my-repo`. */
export function resourceAddress({ type, id }: Resource): string {
  return `${type}.${id}`;
}

/** Returns all resources of a registry, each before the resources that depend on it. */
export function resourcesOf(registry: Registry): readonly RegistryResource[] {
  const { name: id, repositories, policy, replication, scanning, enablesInspector } = registry;
  return [
    ...accountSettings(registry),
    ...repositories.map((repository) => repositoryResource(registry, repository)),
    ...repositories.flatMap((repository) => repositoryPolicy(registry, repository)),
    ...repositories.flatMap((repository) => lifecyclePolicy(registry, repository)),
    ...(policy === undefined ? [] : [{ type: 'aws_ecr_registry_policy', id, registry, policy } as const]),
    ...(enablesInspector ? [{ type: 'aws_inspector2_enabler', id, registry } as const] : []),
    ...(scanning === undefined
      ? []
      : [{ type: 'aws_ecr_registry_scanning_configuration', id, registry, scanning } as const]),
    ...creationTemplates(registry),
    ...pullThroughCacheRules(registry),
    ...(replication.length === 0
      ? []
      : [{ type: 'aws_ecr_replication_configuration', id, registry, rules: replication } as const]),
  ];
}

function repositoryResource(registry: Registry, repository: Repository): RegistryResource {
  return { type: 'aws_ecr_repository', id: repositoryId(registry, repository), registry, repository };
}

function repositoryPolicy(registry: Registry, repository: Repository): readonly RegistryResource[] {
  const { policy } = repository;
  const id = repositoryId(registry, repository);
  return policy === undefined
    ? []
    : [{ type: 'aws_ecr_repository_policy', id, registry, repository, policy }];
}

function lifecyclePolicy(registry: Registry, repository: Repository): readonly RegistryResource[] {
  const { lifecyclePolicy: policy } = repository.settings;
  if (policy === undefined) return [];
  const id = repositoryId(registry, repository);
  return [{ type: 'aws_ecr_lifecycle_policy', id, registry, repository, lifecyclePolicy: policy }];
}

function repositoryId(registry: Registry, { name }: Repository): string {
  return logicalId(registry.name, name);
}

function accountSettings(registry: Registry): readonly RegistryResource[] {
  return registry.accountSettings.map((setting) => ({
    type: 'aws_ecr_account_setting',
    id: logicalId(registry.name, setting.name.toLowerCase()),
    registry,
    setting,
  }));
}

function creationTemplates(registry: Registry): readonly RegistryResource[] {
  return registry.creationTemplates.map((template) => ({
    type: 'aws_ecr_repository_creation_template',
    id: logicalId(registry.name, template.prefix),
    registry,
    template,
  }));
}

function pullThroughCacheRules(registry: Registry): readonly RegistryResource[] {
  return registry.pullThroughCache.map((rule) => ({
    type: 'aws_ecr_pull_through_cache_rule',
    id: logicalId(registry.name, rule.prefix),
    registry,
    rule,
  }));
}

/**
 * Returns the resources that attach the identity policy of a role or user. The role or user itself is managed
 * elsewhere.
 */
export function identityResources(identity: Identity): readonly IdentityResource[] {
  const { kind, accountId, name, policy, managedPolicies } = identity;
  const id = logicalId(`account_${accountId}`, name);
  const type = IDENTITY_TYPES[kind];
  return [
    ...(policy === undefined ? [] : [{ type: type.policy, id, identity, policy }]),
    ...managedPolicies.map((managedPolicy) => ({ type: type.attachment, id, identity, managedPolicy })),
  ];
}

const IDENTITY_TYPES = {
  role: { policy: 'aws_iam_role_policy', attachment: 'aws_iam_role_policy_attachment' },
  user: { policy: 'aws_iam_user_policy', attachment: 'aws_iam_user_policy_attachment' },
} as const satisfies Record<Identity['kind'], Record<'attachment' | 'policy', ResourceType>>;
