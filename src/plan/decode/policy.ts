import type { PolicyDocument } from '../../aws/policy/document';
import { readPolicy, type ReadPolicy } from '../../aws/policy/read';
import type { UnknownValue } from '../../model/unknown';
import type { ConfiguredChange } from '../locate/configured-change';
import { sortedReferences } from '../model/addresses.references';
import type { Json, JsonObject } from '../model/document';
import type { PolicyInPlan } from '../model/planned-resource';
import { at, isUnknown, textAt } from '../model/values';
import { EMPTY_OUTLINE, outlinePolicy } from './policy.policy-outline';

/**
 * Decodes a policy, or the known parts of it.
 * @param unknown `true` for each unknown value, as in `after_unknown`
 */
export function decodePolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
  argument: 'policy' | 'repository_policy' = 'policy',
): PolicyInPlan {
  const text = textAt(values, argument);
  if (!isUnknown(unknown, argument)) return parsePolicy(text ?? '');
  // A text that is present, but marked as unknown, is sensitive.
  if (text !== undefined) return { ...UNKNOWN_POLICY, isSensitive: true };
  return {
    ...UNKNOWN_POLICY,
    references: sortedReferences(at(configured.resource?.expressions, argument)),
    ...outlinePolicy(configured, argument),
  };
}

type UnknownPolicy = Extract<PolicyInPlan, { readonly kind: 'notKnown' }>;

const UNKNOWN_POLICY: UnknownPolicy = {
  kind: 'notKnown',
  isSensitive: false,
  references: [],
  ...EMPTY_OUTLINE,
};

/** Returns `notKnown` also for a text that is not a policy. */
export function toPolicyDocument(policy: PolicyInPlan): PolicyDocument | UnknownValue {
  return policy.kind === 'policy' ? policy.policy : 'notKnown';
}

/** Hundreds of repositories often share one text. The cache makes equal policies the same object. */
const PARSED_POLICIES = new Map<string, ReadPolicy & { readonly text: string }>();
const MAX_CACHED = 10_000;

function parsePolicy(text: string): ReadPolicy & { readonly text: string } {
  const cached = PARSED_POLICIES.get(text);
  if (cached !== undefined) return cached;
  const parsed = { ...readPolicy(text), text };
  if (PARSED_POLICIES.size >= MAX_CACHED) PARSED_POLICIES.clear();
  PARSED_POLICIES.set(text, parsed);
  return parsed;
}
