import type { RegistryResource } from './resource';

/**
 * As what a resource of a registry is imported, in its account and Region. What is attached to callers never is: it has a name
 * of this project, and is put whether it exists or not.
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
