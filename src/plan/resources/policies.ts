import { readPolicy, type NotKnown, type PolicyDocument, type ReadPolicy } from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, isUnknown, textAt } from './json';
import type { PolicyInPlan } from './planned';
import { NOTHING_OUTLINED, policyOutline } from './policy-outline';
import { referencesOf } from './references';
import type { WrittenChange } from './written-change';

/**
 * Decodes a policy, or the known parts of it.
 * @param unknown `true` for each unknown value, as in `after_unknown`
 */
export function policyIn(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
  argument: 'policy' | 'repository_policy' = 'policy',
): PolicyInPlan {
  const text = textAt(values, argument);
  if (!isUnknown(unknown, argument)) return readText(text ?? '');
  // A text that is present, but marked as unknown, is sensitive.
  if (text !== undefined) return { ...NOTHING_KNOWN, isSensitive: true };
  return {
    ...NOTHING_KNOWN,
    references: referencesOf(at(written.resource?.expressions, argument)),
    ...policyOutline(written, argument),
  };
}

type UnknownPolicy = Extract<PolicyInPlan, { readonly kind: 'notKnown' }>;

const NOTHING_KNOWN: UnknownPolicy = {
  kind: 'notKnown',
  isSensitive: false,
  references: [],
  ...NOTHING_OUTLINED,
};

/** Returns `notKnown` also for a text that is not a policy. */
export function policyInModel(policy: PolicyInPlan): PolicyDocument | NotKnown {
  return policy.kind === 'policy' ? policy.policy : 'notKnown';
}

/** Hundreds of repositories often share one text. The cache makes equal policies the same object. */
const READ = new Map<string, ReadPolicy & { readonly text: string }>();
const MOST_KEPT = 10_000;

function readText(text: string): ReadPolicy & { readonly text: string } {
  const known = READ.get(text);
  if (known !== undefined) return known;
  const read = { ...readPolicy(text), text };
  if (READ.size >= MOST_KEPT) READ.clear();
  READ.set(text, read);
  return read;
}
