import { compareText, isList, sortedUnique } from '../../base/collections';
import { LIMITS } from '../limits';
import { nameRule } from '../names';

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

/** Returns the JSON that ECR accepts, in the form of `normaliseLifecyclePolicy`. A test compares the two. */
export function renderLifecyclePolicy(rules: readonly LifecycleRule[]): LifecyclePolicy {
  const inOrder = [...rules].sort((a, b) => a.priority - b.priority);
  return { text: JSON.stringify({ rules: inOrder.map(ruleJson) }) };
}

/** The keys are sorted. `JSON.stringify` omits undefined values. */
function ruleJson(rule: LifecycleRule): object {
  const { priority, description, tagStatus, tagPrefixes, tagPatterns, storageClass, count, action } = rule;
  return {
    action: action === 'expire' ? { type: 'expire' } : { targetStorageClass: 'archive', type: 'transition' },
    description,
    rulePriority: priority,
    selection: {
      countNumber: count.number,
      countType: count.type,
      // ECR rejects a unit for a number of images.
      countUnit: count.type === 'imageCountMoreThan' ? undefined : 'days',
      storageClass: storageClass === 'archive' ? storageClass : undefined,
      tagPatternList: listOrUndefined(tagPatterns),
      tagPrefixList: listOrUndefined(tagPrefixes),
      tagStatus,
    },
  };
}

function listOrUndefined(tags: readonly string[]): readonly string[] | undefined {
  return tags.length === 0 ? undefined : sortedUnique(tags);
}

/**
 * Returns a policy as minified JSON with sorted keys, rules and tags, so policies that the AWS provider
 * considers equal have equal texts. Text that is not JSON is returned unchanged.
 */
export function normaliseLifecyclePolicy(text: string): LifecyclePolicy {
  try {
    return { text: JSON.stringify(JSON.parse(text), normaliseValue) };
  } catch {
    return { text };
  }
}

/** Replacer for `JSON.stringify`, which calls it for every key and value. */
function normaliseValue(key: string, value: unknown): unknown {
  if (isList(value)) {
    if (key === 'rules') return [...value].sort((a, b) => priorityOf(a) - priorityOf(b));
    if (key !== 'tagPatternList' && key !== 'tagPrefixList') return value;
    return value.every((tag) => typeof tag === 'string') ? [...value].sort(compareText) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)));
}

function priorityOf(rule: unknown): number {
  const isRule = typeof rule === 'object' && rule !== null && 'rulePriority' in rule;
  return isRule && typeof rule.rulePriority === 'number' ? rule.rulePriority : 0;
}

const { lifecycleDescriptionLength, lifecycleTagLength } = LIMITS;

/**
 * CDKTF writes escaped JSON incorrectly in HCL, so characters that JSON escapes are rejected. Characters that
 * start a Terraform template are rejected too.
 */
export const LIFECYCLE_DESCRIPTION = nameRule(
  new RegExp(String.raw`^[^$%"\\\u0000-\u001f]{0,${lifecycleDescriptionLength}}$`),
  `be one line of at most ${lifecycleDescriptionLength} characters, without double quotes, '\\', '$' and '%'`,
);

/** An item of `tagPrefixList`. */
export const LIFECYCLE_TAG_PREFIX = tagRule(
  '[0-9a-zA-Z._-]',
  "be a prefix of tags: letters, digits, '.', '_' and '-'",
);

/** An item of `tagPatternList`. The number of `*` is checked separately. */
export const LIFECYCLE_TAG_PATTERN = tagRule(
  '[0-9a-zA-Z._*-]',
  "be a tag pattern: letters, digits, '.', '_', '-' and '*' (any text)",
);

function tagRule(character: string, requirement: string) {
  const { min, max } = lifecycleTagLength;
  return nameRule(new RegExp(`^${character}{${min},${max}}$`), `${requirement}, at most ${max} characters`);
}
