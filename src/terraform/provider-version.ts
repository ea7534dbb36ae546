import { rowOf } from '../model/resource-types';
import type { PlacedResource } from './layout';

/** The first minor version 6.x of the AWS provider that supports everything without a version of its own. */
const BASE_MINOR = 25;

/**
 * Returns the version constraint of the AWS provider for these resources. Allows later versions of the same
 * major version, because an exact version excludes fixes.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md
 */
export function awsProviderVersion(resources: readonly PlacedResource[]): string {
  const minor = Math.max(BASE_MINOR, ...new Set(resources.map(({ resource }) => minimumMinor(resource))));
  return `~> 6.${minor}`;
}

function minimumMinor(resource: PlacedResource['resource']): number {
  const minor = 'registry' in resource ? rowOf(resource.type).minimumMinor?.(resource) : undefined;
  return minor ?? BASE_MINOR;
}
