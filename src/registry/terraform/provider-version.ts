import type { PlacedResource } from './layout';

/** Of version 6 of the AWS provider, the first that knows everything that is written but what is named below. */
const MINOR = 25;

/**
 * The version of the AWS provider that resources need. Later ones of the same major version are taken too: an exact version
 * would keep fixes out.
 */
export function awsProviderVersion(resources: readonly PlacedResource[]): string {
  const minor = Math.max(MINOR, ...new Set(resources.map(({ resource }) => minorFor(resource))));
  return `~> 6.${minor}`;
}

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md */
function minorFor(resource: PlacedResource['resource']): number {
  if (resource.type === 'aws_ecr_account_setting' && resource.setting.name === 'BLOB_MOUNTING') return 29;
  const isCreatedOnPush =
    resource.type === 'aws_ecr_repository_creation_template' &&
    resource.template.appliedFor.includes('CREATE_ON_PUSH');
  return isCreatedOnPush ? 28 : MINOR;
}
