import { IDENTITY_POLICY_NAME } from '../identity';
import { managedPolicyArn } from '../policy/managed';
import type { Resource } from './resource';

/**
 * As what a resource is imported, in its account and Region.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Import" of each resource
 */
export function importId(resource: Resource): string {
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
    case 'aws_iam_role_policy':
    case 'aws_iam_user_policy':
      return `${resource.identity.name}:${IDENTITY_POLICY_NAME}`;
    case 'aws_iam_role_policy_attachment':
    case 'aws_iam_user_policy_attachment': {
      const { partition, name } = resource.identity;
      return `${name}/${managedPolicyArn(partition, resource.managedPolicy)}`;
    }
  }
}
