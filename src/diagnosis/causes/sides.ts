import type { Answer } from '../answer';
import { isCrossAccount, type Case } from '../case';

/** Of a request between accounts, both of which have to allow it. */
export type SideName = 'identity' | 'resource';

/** The side that the message names first. */
export function sidesAsNamed({ message }: Case<'access-denied'>): readonly [SideName, SideName] {
  return message.missing === 'resource-based policy' ? ['resource', 'identity'] : ['identity', 'resource'];
}

/** Which sides lack something, the likelier one first. Empty: the topology allows it. */
export function sidesToChange(
  denied: Case<'access-denied'>,
  answer: Answer | undefined,
): readonly SideName[] {
  // In one account one side is enough, and the caller's own is the customary one.
  if (isCrossAccount(denied) === false) return isEnough(answer) ? [] : ['identity'];
  const sides = sidesAsNamed(denied);
  if (answer === undefined) return sides;
  const silent = sides.filter((side) => answer[side] === 'silent');
  const open = sides.filter((side) => answer[side] === 'notKnown');
  return [...silent, ...open];
}

/** Whether one side is enough, which it is not where the repository policy names no more than the own account. */
function isEnough(answer: Answer | undefined): boolean {
  if (answer === undefined || answer.verdict === 'denied') return false;
  return answer.verdict === 'allowed' || answer.resource === 'allows';
}
