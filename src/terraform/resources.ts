import { createHash } from 'node:crypto';
import type { IdentityResource, RegistryResource, Resource, ResourceType } from '../model/deployment';
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

/**
 * Returns the Terraform name of a resource in a registry, or of a principal in an account: `<whole>-<part>`. It
 * depends only on these names, because changing the address destroys a repository. The first name contains no
 * `-`, so the first `-` separates the two. Characters of the second name that Terraform does not accept, such
 * as `/` or `.`, become `_`, and a hash keeps the name unique. A name that ends like such a hash also gets one.
 */
export function logicalId(whole: string, part: string): string {
  if (!/[^A-Za-z0-9_-]|-[0-9a-f]{8}$/.test(part)) return `${whole}-${part}`;
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
  return `${whole}-${part.replace(/[^A-Za-z0-9_-]/g, '_')}-${hash}`;
}

/**
 * Returns the import ID of a registry resource in its account and Region. Policies of roles and users are never
 * imported: their name belongs to this project, and Terraform overwrites an existing policy of that name.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Import" of each resource
 */
export function importId(resource: RegistryResource): string {
  switch (resource.type) {
    case 'aws_ecr_repository':
    case 'aws_ecr_repository_policy':
    case 'aws_ecr_lifecycle_policy':
      return resource.repository.name;
    case 'aws_ecr_registry_policy':
    case 'aws_ecr_replication_configuration':
    case 'aws_ecr_registry_scanning_configuration':
      return resource.registry.accountId;
    case 'aws_inspector2_enabler':
      return `${resource.registry.accountId}-ECR`;
    case 'aws_ecr_repository_creation_template':
      return resource.template.prefix;
    case 'aws_ecr_pull_through_cache_rule':
      return resource.rule.prefix;
    case 'aws_ecr_account_setting':
      return resource.setting.name;
  }
}

/**
 * The output of every stack with repositories. In a plan, the description identifies a stack that this project
 * generated.
 */
export const URLS_OUTPUT = {
  name: 'repository_urls',
  description: 'The URL of every repository, by registry and name.',
} as const;
