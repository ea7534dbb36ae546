import type { Answer } from '../../access/answer';

/** An answer that makes an action possible: `yes`, or `depends`. */
export type Possible = Extract<Answer, { kind: 'depends' | 'yes' }>;

export function isPossible(answer: Answer | undefined): answer is Possible {
  return answer?.kind === 'yes' || answer?.kind === 'depends';
}

/** An action that is possible in one state, and impossible or more restricted in the other state. */
export interface AnswerChange {
  readonly answer: Possible;
  /** Condition keys that the action depends on in the other state only. Sorted. */
  readonly otherKeys: readonly string[];
  /** Whether conditions with the same keys accept more values, or other alternatives, than in the other state. */
  readonly isByValues: boolean;
}

/**
 * Returns what is possible in `compared` but not in `reference`, or undefined if nothing is.
 *
 * @param acceptsMore whether statements accept requests in `compared` that they do not accept in `reference`
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

function keysBut(one: Possible, other: Possible): readonly string[] {
  const known = keysOf(other);
  return keysOf(one).filter((key) => !known.includes(key));
}

function keysOf(answer: Possible): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}
