import type { Answer } from '../../access/answer';

/** What makes an action possible: `yes`, or what it depends on. */
export type Possible = Extract<Answer, { kind: 'depends' | 'yes' }>;

export function isPossible(answer: Answer | undefined): answer is Possible {
  return answer?.kind === 'yes' || answer?.kind === 'depends';
}

/** How an action is possible at one moment, and is not at the other, or in fewer cases. */
export interface AnswerChange {
  readonly answer: Possible;
  /** Condition keys that it depends on at the other moment only. Sorted. */
  readonly otherKeys: readonly string[];
  /** Whether conditions of keys that it depends on here accept more values, or other alternatives, than there. */
  readonly isByValues: boolean;
}

/**
 * What is possible here and not there; undefined if everything that is possible here is possible there.
 *
 * @param reachesFurther whether statements accept requests here that they do not accept there
 */
export function moreThan(
  here: Answer | undefined,
  there: Answer | undefined,
  reachesFurther: () => boolean,
): AnswerChange | undefined {
  if (!isPossible(here)) return undefined;
  const change = { answer: here, otherKeys: [], isByValues: false };
  if (!isPossible(there)) return change;
  const otherKeys = keysBut(there, here);
  if (otherKeys.length > 0) return { ...change, otherKeys };
  const isByValues = keysOf(here).length > 0 && reachesFurther();
  return isByValues ? { ...change, isByValues } : undefined;
}

/** The condition keys that one depends on, and the other does not. */
function keysBut(one: Possible, other: Possible): readonly string[] {
  const known = keysOf(other);
  return keysOf(one).filter((key) => !known.includes(key));
}

function keysOf(answer: Possible): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}
