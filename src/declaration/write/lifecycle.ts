import {
  completeRules,
  normaliseLifecyclePolicy,
  renderLifecyclePolicy,
  type LifecyclePolicy,
  type LifecycleRule,
} from '../../aws/lifecycle/policy';
import { readLifecyclePolicy } from '../../aws/lifecycle/read';
import { memoize } from '../../base/collections';
import { COUNT_KEYS } from '../lower/repository-settings';
import { lifecycleSchema } from '../schema/repository-settings';
import { Literal, type Mapping, type Value } from './value';

/**
 * Returns `lifecycle` of a repository or creation template: a list of rules if they write exactly this policy, otherwise
 * its JSON. Undefined if the declaration cannot contain the policy.
 */
export function lifecycleValue({ text }: LifecyclePolicy): Value | undefined {
  return valueOf(text);
}

const valueOf = memoize((text: string): Value | undefined => typedRules(text) ?? jsonText(text));

function typedRules(text: string): readonly Value[] | undefined {
  const { rules, faults, unknown } = readLifecyclePolicy(text);
  const complete = completeRules(rules);
  const isTyped =
    faults.length + unknown.length === 0 && complete.every(({ priority }, index) => priority === index + 1);
  if (!isTyped || renderLifecyclePolicy(complete).text !== text) return undefined;
  const values = complete.map(ruleValue);
  return lifecycleSchema.safeParse(values).success ? values : undefined;
}

function ruleValue(rule: LifecycleRule): Mapping {
  const { description, tagStatus, tagPrefixes, tagPatterns, storageClass, count, action } = rule;
  const [countKey] = Object.entries(COUNT_KEYS).find(([, type]) => type === count.type) ?? [];
  return {
    description,
    tagStatus,
    tagPrefixes: tagPrefixes.length === 0 ? undefined : tagPrefixes,
    tagPatterns: tagPatterns.length === 0 ? undefined : tagPatterns,
    // The default for this count.
    storageClass: count.type === 'sinceImageTransitioned' ? undefined : storageClass,
    ...(countKey === undefined ? {} : { [countKey]: count.number }),
    action: action === 'transition' ? 'archive' : 'expire',
  };
}

function jsonText(text: string): Mapping | undefined {
  const indented = indentedJson(text);
  const isSame = indented !== undefined && normaliseLifecyclePolicy(indented).text === text;
  return isSame && lifecycleSchema.safeParse({ json: indented }).success
    ? { json: new Literal(indented) }
    : undefined;
}

function indentedJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return undefined;
  }
}
