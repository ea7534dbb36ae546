import type { LifecyclePolicy } from '../lifecycle/rule';
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
  if (resource.type === 'aws_ecr_account_setting') {
    return resource.setting.name === 'BLOB_MOUNTING' ? 29 : MINOR;
  }
  if (resource.type === 'aws_ecr_lifecycle_policy') return minorForLifecycle(resource.lifecyclePolicy);
  if (resource.type !== 'aws_ecr_repository_creation_template') return MINOR;
  const { appliedFor, settings } = resource.template;
  return Math.max(
    appliedFor.includes('CREATE_ON_PUSH') ? 28 : MINOR,
    minorForLifecycle(settings.lifecyclePolicy),
  );
}

/**
 * Earlier versions compare policies without `targetStorageClass` and `storageClass`, so they plan nothing if only these change.
 * https://github.com/hashicorp/terraform-provider-aws/pull/45909
 */
function minorForLifecycle(policy: LifecyclePolicy | undefined): number {
  return policy !== undefined && STORAGE_CLASS.test(policy.text) ? 29 : MINOR;
}

/** Matches keys only: in minified JSON, a quote within a text has a backslash before it. Reading each policy is slow. */
const STORAGE_CLASS = /"(?:storageClass|targetStorageClass)":/;
