/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
export interface LifecyclePolicy {
  /** JSON, minified, keys sorted: equal texts mean the same. */
  readonly text: string;
}

/**
 * A rule of a lifecycle policy.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export interface LifecycleRule {
  /** 1 or more; the lowest is applied first. */
  readonly priority: number;
  readonly description: string | undefined;
  readonly tagStatus: 'any' | 'tagged' | 'untagged';
  /** An image has a tag for each of them. Empty but for `tagged`, which has these or patterns. */
  readonly tagPrefixes: readonly string[];
  readonly tagPatterns: readonly string[];
  /** Undefined where it is not said, which means `standard`. */
  readonly storageClass: 'archive' | 'standard' | undefined;
  readonly count: LifecycleCount;
  readonly action: 'expire' | 'transition';
}

/** A number of images, or of days. */
export interface LifecycleCount {
  readonly type: CountType;
  readonly number: number;
}

export type CountType =
  'imageCountMoreThan' | 'sinceImagePulled' | 'sinceImagePushed' | 'sinceImageTransitioned';

/** A rule of which anything may be missing. */
export type LifecycleRuleParts = {
  readonly [Part in keyof LifecycleRule]: LifecycleRule[Part] | undefined;
};

/** The rules that have every part. */
export function completeRules(rules: readonly LifecycleRuleParts[]): readonly LifecycleRule[] {
  return rules.flatMap((parts) => {
    const { priority, tagStatus, count, action, tagPrefixes = [], tagPatterns = [] } = parts;
    if (priority === undefined || tagStatus === undefined || count === undefined || action === undefined) {
      return [];
    }
    return [{ ...parts, priority, tagStatus, count, action, tagPrefixes, tagPatterns }];
  });
}
