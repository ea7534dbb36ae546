import {
  readPolicy,
  sortedUnique,
  type NotKnown,
  type PolicyDocument,
  type ReadPolicy,
} from '../../registry';
import type { Json, JsonObject, ResourceChange } from '../document';
import { referencesOf } from './configuration';
import { at, isUnknown, itemsAt, textAt, textsAt } from './json';
import type { PolicyInPlan, StatementOutline } from './planned';
import { referredChange, type WrittenChange } from './written-change';

/**
 * The policy before or after a change, as far as the plan tells it.
 * @param unknown `true` for what is not known, as in `after_unknown`
 */
export function policyIn(written: WrittenChange, values: JsonObject, unknown: Json): PolicyInPlan {
  const text = textAt(values, 'policy');
  if (!isUnknown(unknown, 'policy')) return readText(text ?? '');
  // Text that is there and yet not to be known is sensitive; what its expression refers to, Terraform itself shows.
  if (text !== undefined) return { kind: 'notKnown', isSensitive: true, references: [], outline: [] };
  return {
    kind: 'notKnown',
    isSensitive: false,
    references: referencesOf(at(written.resource?.expressions, 'policy')),
    outline: outlineOf(referredChange(written, 'policy', 'aws_iam_policy_document')),
  };
}

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

/**
 * What a `data.aws_iam_policy_document` says that is itself read only while applying: the plan has its arguments, as
 * far as they are known.
 */
function outlineOf(source: ResourceChange | undefined): readonly StatementOutline[] {
  return itemsAt(source?.after, 'statement').map((statement, index) => {
    const unknown = at(source?.afterUnknown, 'statement', index, 'resources');
    const hasUnknown = unknown === true || (Array.isArray(unknown) && unknown.includes(true));
    return {
      actions: sortedUnique(textsAt(statement, 'actions')),
      hasResources: hasUnknown || itemsAt(statement, 'resources').length > 0,
    };
  });
}
