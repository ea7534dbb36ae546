import type { AccessChange } from '../../change/access/access-changes';
import { affectsOwnerAccount } from '../../lint/access/access-problems';
import { answerText } from '../access/matrix.answer';

/**
 * Returns the condition of an access change, for example `, if its account allows it`, or an empty string if there is
 * none.
 */
export function dependsText(change: AccessChange): string {
  const { kind, answer } = change;
  if (answer.kind !== 'depends') return '';
  // The owner's own policies are assumed to allow it. Plans rarely contain them.
  if (affectsOwnerAccount(change) && answer.onKeys.length === 0) return '';
  // Access that depends on no other account and no condition key depends on a policy that is known only after apply.
  const isKnownAfterApply = !answer.onItsAccount && answer.onKeys.length === 0;
  const had = kind === 'lost' ? 'which it had ' : '';
  return `, ${had}${isKnownAfterApply ? 'if a policy allows it that is known only after apply' : answerText(answer)}`;
}
