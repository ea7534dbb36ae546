import type { RegistryResource } from '../model/deployment.resource';

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
