import { readLifecyclePolicy } from '../lifecycle/read';
import type { LifecycleCount, LifecycleRuleParts } from '../lifecycle/rule';

/** More rules would make a line with the policy before and after too long. */
const MOST_RULES = 3;
/** The same for tags. */
const MOST_TAGS = 4;

/**
 * Returns the effect of a lifecycle policy, in the order in which ECR applies its rules: `expires any beyond 1
 * image; untagged after 14 days`. Returns undefined if the policy has no rules or contains unknown properties.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lifecycleWords(text: string): string | undefined {
  const { rules, faults, unknown } = readLifecyclePolicy(text);
  if (faults.length > 0 || unknown.length > 0) return undefined;
  const known = rules.map(ruleWords).filter((rule) => rule !== undefined);
  if (known.length < rules.length || known.length === 0) return undefined;
  const inOrder = [...known].sort((a, b) => a.priority - b.priority);
  const shown = inOrder.slice(0, MOST_RULES).map(({ verb, images }, index) => {
    // Consecutive rules with the same action share one verb.
    return index > 0 && inOrder[index - 1]?.verb === verb ? images : `${verb} ${images}`;
  });
  const rest = inOrder.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? ` and ${counted(rest, 'more rule')}` : ''}`;
}

/** Returns the effect of one rule: `expires any beyond 1 image`. Returns undefined if a field is missing. */
export function lifecycleRuleWords(rule: LifecycleRuleParts): string | undefined {
  const found = ruleWords(rule);
  return found === undefined ? undefined : `${found.verb} ${found.images}`;
}

interface RuleWords {
  readonly priority: number;
  /** `expires`. */
  readonly verb: string;
  /** The selected images and the limit: `untagged after 14 days`. */
  readonly images: string;
}

function ruleWords({ priority, count, action, ...selection }: LifecycleRuleParts): RuleWords | undefined {
  const tags = tagsOf(selection);
  if (priority === undefined || count === undefined || tags === undefined) return undefined;
  const stored = selection.storageClass === 'archive' ? 'archived ' : '';
  const verb = action === 'transition' ? 'archives' : 'expires';
  return { priority, verb, images: `${stored}${tags} ${limitOf(count)}` };
}

function tagsOf({
  tagStatus,
  tagPatterns = [],
  tagPrefixes = [],
}: Pick<LifecycleRuleParts, 'tagPatterns' | 'tagPrefixes' | 'tagStatus'>): string | undefined {
  // ECR requires a tag for each pattern.
  const tags = [...tagPatterns, ...tagPrefixes.map((prefix) => `${prefix}*`)];
  if (tagStatus === 'tagged') return tags.length === 0 ? undefined : `tagged ${allOf(tags)}`;
  return tags.length === 0 ? tagStatus : undefined;
}

function allOf(tags: readonly string[]): string {
  const rest = tags.length - MOST_TAGS;
  return [...tags.slice(0, MOST_TAGS), ...(rest > 0 ? [`${rest} more`] : [])].join(' and ');
}

function limitOf({ type, number }: LifecycleCount): string {
  switch (type) {
    case 'imageCountMoreThan':
      return `beyond ${counted(number, 'image')}`;
    case 'sinceImagePushed':
      return `after ${counted(number, 'day')}`;
    case 'sinceImagePulled':
      return `${counted(number, 'day')} after the last pull`;
    case 'sinceImageTransitioned':
      return `${counted(number, 'day')} after they were archived`;
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
