import { count } from '../../base/text';
import { readLifecyclePolicy } from './read';
import type { LifecycleCount, PartialLifecycleRule } from './policy';

/** More rules would make a line with the policy before and after too long. */
const MAX_RULES = 3;
/** The same for tags. */
const MAX_TAGS = 4;

/**
 * Returns the effect of a lifecycle policy, in the order in which ECR applies its rules: `expires any beyond 1
 * image; untagged after 14 days`. Returns undefined if the policy has no rules or contains unknown properties.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lifecyclePolicyText(text: string): string | undefined {
  const { rules, faults, unknown } = readLifecyclePolicy(text);
  if (faults.length > 0 || unknown.length > 0) return undefined;
  const known = rules.map(describeRule).filter((rule) => rule !== undefined);
  if (known.length < rules.length || known.length === 0) return undefined;
  const inOrder = [...known].sort((a, b) => a.priority - b.priority);
  const shown = inOrder.slice(0, MAX_RULES).map(({ verb, images }, index) => {
    // Consecutive rules with the same action share one verb.
    return index > 0 && inOrder[index - 1]?.verb === verb ? images : `${verb} ${images}`;
  });
  const rest = inOrder.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? ` and ${count(rest, 'more rule', 'more rules')}` : ''}`;
}

/** Returns the effect of one rule: `expires any beyond 1 image`. Returns undefined if a field is missing. */
export function lifecycleRuleText(rule: PartialLifecycleRule): string | undefined {
  const described = describeRule(rule);
  return described === undefined ? undefined : `${described.verb} ${described.images}`;
}

interface RuleText {
  readonly priority: number;
  /** `expires`. */
  readonly verb: string;
  /** The selected images and the limit: `untagged after 14 days`. */
  readonly images: string;
}

function describeRule({ priority, count, action, ...selection }: PartialLifecycleRule): RuleText | undefined {
  const tags = tagsText(selection);
  if (priority === undefined || count === undefined || tags === undefined) return undefined;
  const stored = selection.storageClass === 'archive' ? 'archived ' : '';
  const verb = action === 'transition' ? 'archives' : 'expires';
  return { priority, verb, images: `${stored}${tags} ${countLimitText(count)}` };
}

function tagsText({
  tagStatus,
  tagPatterns = [],
  tagPrefixes = [],
}: Pick<PartialLifecycleRule, 'tagPatterns' | 'tagPrefixes' | 'tagStatus'>): string | undefined {
  // ECR requires a tag for each pattern.
  const tags = [...tagPatterns, ...tagPrefixes.map((prefix) => `${prefix}*`)];
  if (tagStatus === 'tagged') return tags.length === 0 ? undefined : `tagged ${joinTags(tags)}`;
  return tags.length === 0 ? tagStatus : undefined;
}

function joinTags(tags: readonly string[]): string {
  const rest = tags.length - MAX_TAGS;
  return [...tags.slice(0, MAX_TAGS), ...(rest > 0 ? [`${rest} more`] : [])].join(' and ');
}

function countLimitText({ type, number }: LifecycleCount): string {
  switch (type) {
    case 'imageCountMoreThan':
      return `beyond ${count(number, 'image', 'images')}`;
    case 'sinceImagePushed':
      return `after ${count(number, 'day', 'days')}`;
    case 'sinceImagePulled':
      return `${count(number, 'day', 'days')} after the last pull`;
    case 'sinceImageTransitioned':
      return `${count(number, 'day', 'days')} after they were archived`;
  }
}
