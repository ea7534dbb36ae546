import { isList } from '../../base/collections.is-list';
import { sortedUnique, compareText } from '../../base/collections';
import type { LifecyclePolicy, LifecycleRule } from './policy';

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
