/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
export interface LifecyclePolicy {
  /** Minified JSON with sorted keys, so equal policies have equal texts. */
  readonly text: string;
}

/**
 * A rule of a lifecycle policy.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export interface LifecycleRule {
  /** 1 or more. The rule with the lowest number applies first. */
  readonly priority: number;
  readonly description: string | undefined;
  readonly tagStatus: 'any' | 'tagged' | 'untagged';
  /**
   * The rule matches images that have a tag for each prefix. Empty unless `tagged`, which has either prefixes
   * or patterns.
   */
  readonly tagPrefixes: readonly string[];
  readonly tagPatterns: readonly string[];
  /** Undefined means `standard`. */
  readonly storageClass: 'archive' | 'standard' | undefined;
  readonly count: LifecycleCount;
  readonly action: 'expire' | 'transition';
}

/** A number of images or of days. */
export interface LifecycleCount {
  readonly type: CountType;
  readonly number: number;
}

export type CountType =
  'imageCountMoreThan' | 'sinceImagePulled' | 'sinceImagePushed' | 'sinceImageTransitioned';

/** A rule whose fields may be missing. */
export type PartialLifecycleRule = {
  readonly [Part in keyof LifecycleRule]: LifecycleRule[Part] | undefined;
};

/** Returns the rules that have every required field. */
export function completeRules(rules: readonly PartialLifecycleRule[]): readonly LifecycleRule[] {
  return rules.flatMap((parts) => {
    const { priority, tagStatus, count, action, tagPrefixes = [], tagPatterns = [] } = parts;
    if (priority === undefined || tagStatus === undefined || count === undefined || action === undefined) {
      return [];
    }
    return [{ ...parts, priority, tagStatus, count, action, tagPrefixes, tagPatterns }];
  });
}
