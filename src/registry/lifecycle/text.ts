import { sortedUnique, compareText } from '../order';
import type { LifecyclePolicy } from '../settings';
import type { LifecycleRule } from './rule';

/** The policy as ECR takes it. */
export function lifecyclePolicyOf(rules: readonly LifecycleRule[]): LifecyclePolicy {
  return normalisedLifecyclePolicy(JSON.stringify({ rules: rules.map(ruleJson) }));
}

function ruleJson(rule: LifecycleRule): object {
  const { priority, description, tagStatus, tagPrefixes, tagPatterns, storageClass, count, action } = rule;
  return {
    rulePriority: priority,
    ...(description === undefined ? {} : { description }),
    selection: {
      tagStatus,
      ...(tagPatterns.length === 0 ? {} : { tagPatternList: sortedUnique(tagPatterns) }),
      ...(tagPrefixes.length === 0 ? {} : { tagPrefixList: sortedUnique(tagPrefixes) }),
      ...(storageClass === 'archive' ? { storageClass } : {}),
      countType: count.type,
      countNumber: count.number,
      // ECR refuses a unit where images are counted.
      ...(count.type === 'imageCountMoreThan' ? {} : { countUnit: 'days' }),
    },
    action: action === 'expire' ? { type: 'expire' } : { type: 'transition', targetStorageClass: 'archive' },
  };
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

/** `Array.isArray` makes a list of anything of what is unknown. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function priorityOf(rule: unknown): number {
  const isRule = typeof rule === 'object' && rule !== null && 'rulePriority' in rule;
  return isRule && typeof rule.rulePriority === 'number' ? rule.rulePriority : 0;
}
