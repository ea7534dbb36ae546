import { readPolicy, type NotKnown, type PolicyDocument, type ReadPolicy } from '../../registry';
import type { Json, JsonObject } from '../document';
import { at, isUnknown, textAt } from './json';
import type { PolicyInPlan } from './planned';
import { NOTHING_OUTLINED, policyOutline } from './policy-outline';
import { referencesOf } from './references';
import type { WrittenChange } from './written-change';

/**
 * The policy before or after a change, as far as the plan tells it.
 * @param unknown `true` for what is not known, as in `after_unknown`
 */
export function policyIn(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
  argument: 'policy' | 'repository_policy' = 'policy',
): PolicyInPlan {
  const text = textAt(values, argument);
  if (!isUnknown(unknown, argument)) return readText(text ?? '');
  // Text that is there and yet not to be known is sensitive; what its expression refers to, Terraform itself shows.
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

/** The policy as the model has it. A text that is no policy is as good as none that is known. */
export function policyInModel(policy: PolicyInPlan): PolicyDocument | NotKnown {
  return policy.kind === 'policy' ? policy.policy : 'notKnown';
}

/** Hundreds of repositories often share one text. Kept by text, so that equal policies are the same object. */
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
