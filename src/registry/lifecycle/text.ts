import { isList } from '../is-list';
import { sortedUnique, compareText } from '../order';
import type { LifecyclePolicy, LifecycleRule } from './rule';

/** The policy as ECR takes it, in the form of `normalisedLifecyclePolicy`: a test compares the two. */
export function lifecyclePolicyOf(rules: readonly LifecycleRule[]): LifecyclePolicy {
  const inOrder = [...rules].sort((a, b) => a.priority - b.priority);
  return { text: JSON.stringify({ rules: inOrder.map(ruleJson) }) };
}

/** Keys sorted. `JSON.stringify` leaves out what is undefined. */
function ruleJson(rule: LifecycleRule): object {
  const { priority, description, tagStatus, tagPrefixes, tagPatterns, storageClass, count, action } = rule;
  return {
    action: action === 'expire' ? { type: 'expire' } : { targetStorageClass: 'archive', type: 'transition' },
    description,
    rulePriority: priority,
    selection: {
      countNumber: count.number,
      countType: count.type,
      // ECR refuses a unit where images are counted.
      countUnit: count.type === 'imageCountMoreThan' ? undefined : 'days',
      storageClass: storageClass === 'archive' ? storageClass : undefined,
      tagPatternList: listOrNothing(tagPatterns),
      tagPrefixList: listOrNothing(tagPrefixes),
      tagStatus,
    },
  };
}

function listOrNothing(tags: readonly string[]): readonly string[] | undefined {
  return tags.length === 0 ? undefined : sortedUnique(tags);
}

/**
 * Minified, keys sorted, rules by their priority, tags by the alphabet: what the AWS provider takes for equal has equal
 * texts. What is no JSON stays as it is.
 */
export function normalisedLifecyclePolicy(text: string): LifecyclePolicy {
  try {
    return { text: JSON.stringify(JSON.parse(text), normalised) };
  } catch {
    return { text };
  }
}

/** `JSON.stringify` asks for every value, with its key. */
function normalised(key: string, value: unknown): unknown {
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
