import type { LifecyclePolicy } from '../aws/lifecycle/policy';
import type { PlacedResource } from './layout';

/**
 * The first minor version 6.x of the AWS provider that supports all resources and arguments, except those
 * listed below.
 */
const BASE_MINOR = 25;

/**
 * Returns the version constraint of the AWS provider for these resources. Allows later versions of the same
 * major version, because an exact version excludes fixes.
 */
export function awsProviderVersion(resources: readonly PlacedResource[]): string {
  const minor = Math.max(BASE_MINOR, ...new Set(resources.map(({ resource }) => minimumMinor(resource))));
  return `~> 6.${minor}`;
}

/** https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md */
function minimumMinor(resource: PlacedResource['resource']): number {
  if (resource.type === 'aws_ecr_account_setting') {
    return resource.setting.name === 'BLOB_MOUNTING' ? 29 : BASE_MINOR;
  }
  if (resource.type === 'aws_ecr_lifecycle_policy') return minimumMinorForLifecycle(resource.lifecyclePolicy);
  if (resource.type !== 'aws_ecr_repository_creation_template') return BASE_MINOR;
  const { appliedFor, settings } = resource.template;
  return Math.max(
    appliedFor.includes('CREATE_ON_PUSH') ? 28 : BASE_MINOR,
    minimumMinorForLifecycle(settings.lifecyclePolicy),
  );
}

/**
 * Earlier versions ignore `targetStorageClass` and `storageClass` when comparing policies, so they plan no
 * change if only these change.
 * https://github.com/hashicorp/terraform-provider-aws/pull/45909
 */
function minimumMinorForLifecycle(policy: LifecyclePolicy | undefined): number {
  return policy !== undefined && STORAGE_CLASS.test(policy.text) ? 29 : BASE_MINOR;
}

/**
 * Matches keys only: in minified JSON, a quote inside a text follows a backslash. Parsing each policy would be
 * slow.
 */
const STORAGE_CLASS = /"(?:storageClass|targetStorageClass)":/;
