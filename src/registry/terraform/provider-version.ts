import type { PlacedResource } from './layout';

/**
 * The version of the AWS provider that resources need. Newer ones of the same major version are taken too: an exact version
 * would keep fixes out.
 */
export function awsProviderVersion(resources: readonly PlacedResource[]): string {
  return resources.some(({ resource }) => isBlobMounting(resource)) ? '~> 6.29' : '~> 6.25';
}

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md, 6.29.0 */
function isBlobMounting(resource: PlacedResource['resource']): boolean {
  return resource.type === 'aws_ecr_account_setting' && resource.setting.name === 'BLOB_MOUNTING';
}
