import type { ResourceType } from './deployment.resource';

const TYPE_NAMES: Readonly<Record<ResourceType, readonly [one: string, many: string]>> = {
  aws_ecr_account_setting: ['account setting', 'account settings'],
  aws_ecr_lifecycle_policy: ['lifecycle policy', 'lifecycle policies'],
  aws_ecr_pull_through_cache_rule: ['pull-through cache rule', 'pull-through cache rules'],
  aws_ecr_registry_policy: ['registry policy', 'registry policies'],
  aws_ecr_registry_scanning_configuration: ['scanning configuration', 'scanning configurations'],
  aws_ecr_replication_configuration: ['replication configuration', 'replication configurations'],
  aws_ecr_repository: ['repository', 'repositories'],
  aws_ecr_repository_creation_template: ['creation template', 'creation templates'],
  aws_ecr_repository_policy: ['repository policy', 'repository policies'],
  aws_iam_role_policy: ['role policy', 'role policies'],
  aws_iam_role_policy_attachment: ['role policy attachment', 'role policy attachments'],
  aws_iam_user_policy: ['user policy', 'user policies'],
  aws_iam_user_policy_attachment: ['user policy attachment', 'user policy attachments'],
  aws_inspector2_enabler: ['Inspector enabler', 'Inspector enablers'],
};

/** Returns a count with the name of the type: `1 registry policy`, `3 repositories`. */
export function resourcesText(type: ResourceType, count: number): string {
  const [one, many] = TYPE_NAMES[type];
  return `${count} ${count === 1 ? one : many}`;
}
