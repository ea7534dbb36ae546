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
    ...outlineOf(referredChange(written, argument, 'aws_iam_policy_document')),
  };
}

type UnknownPolicy = Extract<PolicyInPlan, { readonly kind: 'notKnown' }>;

const NOTHING_KNOWN: UnknownPolicy = {
  kind: 'notKnown',
  isSensitive: false,
  references: [],
  outline: [],
  isOutlineComplete: false,
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

/**
 * What a `data.aws_iam_policy_document` says that is itself read only while applying: the plan has its arguments, as
 * far as they are known.
 */
function outlineOf(source: ResourceChange | undefined): Pick<UnknownPolicy, 'isOutlineComplete' | 'outline'> {
  if (source === undefined) return { outline: [], isOutlineComplete: false };
  const has = (argument: string) => isGiven(source.after, source.afterUnknown, argument);
  const isOverridden = has('override_policy_documents');
  const outline = itemsAt(source.after, 'statement').flatMap(
    (statement, index): readonly StatementOutline[] => {
      const unknown = at(source.afterUnknown, 'statement', index);
      // A statement of that sid may stand in its place.
      if (isOverridden && isGiven(statement, unknown, 'sid')) return [];
      const effect = isUnknown(unknown, 'effect') ? 'notKnown' : textAt(statement, 'effect');
      return [
        {
          effect: effect === 'Deny' || effect === 'notKnown' ? effect : 'Allow',
          actions: sortedUnique(textsAt(statement, 'actions')),
          hasResources: ['resources', 'not_resources'].some((argument) =>
            isGiven(statement, unknown, argument),
          ),
        },
      ];
    },
  );
  const isMerged = isOverridden || has('source_policy_documents');
  return { outline, isOutlineComplete: outline.length > 0 && !isMerged };
}

/** Whether an argument has a text, or items, also such as are known only after apply. */
function isGiven(values: Json | undefined, unknown: Json | undefined, argument: string): boolean {
  const open = at(unknown, argument);
  return (
    open === true ||
    (Array.isArray(open) && open.includes(true)) ||
    textAt(values, argument) !== undefined ||
    itemsAt(values, argument).length > 0
  );
}
