import type { AccessChange } from '../../plan/access/access-changes';
import { isOfOwner } from '../../plan/access/access-problems';
import { answerText } from '../access-matrix/answer';

/** What access depends on, to follow what is said of it: `, if its account allows it`. Empty where it depends on nothing. */
export function dependsText(change: AccessChange): string {
  const { kind, answer } = change;
  if (answer.kind !== 'depends') return '';
  // Its own policies, which the plans mostly do not contain, are taken to allow it.
  if (isOfOwner(change) && answer.onKeys.length === 0) return '';
  // What depends on no other account and no key depends on a policy that the plans do not tell yet.
  const isOpen = !answer.onItsAccount && answer.onKeys.length === 0;
  const had = kind === 'lost' ? 'which it had ' : '';
  return `, ${had}${isOpen ? 'if a policy allows it that is known only after apply' : answerText(answer)}`;
}
