import type { Answer } from '../../access/matrix/answer';

/** An answer that makes an action possible: `yes`, or `depends`. */
export type PossibleAnswer = Extract<Answer, { kind: 'depends' | 'yes' }>;

export function isPossible(answer: Answer | undefined): answer is PossibleAnswer {
  return answer?.kind === 'yes' || answer?.kind === 'depends';
}

/** An action that is possible in one state, and impossible or more restricted in the other state. */
export interface AnswerChange {
  readonly answer: PossibleAnswer;
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
export function findAnswerChange(
  compared: Answer | undefined,
  reference: Answer | undefined,
  acceptsMore: () => boolean,
): AnswerChange | undefined {
  if (!isPossible(compared)) return undefined;
  const change = { answer: compared, otherKeys: [], isByValues: false };
  if (!isPossible(reference)) return change;
  const otherKeys = keysOnlyIn(reference, compared);
  if (otherKeys.length > 0) return { ...change, otherKeys };
  const isByValues = conditionKeysOf(compared).length > 0 && acceptsMore();
  return isByValues ? { ...change, isByValues } : undefined;
}

function keysOnlyIn(one: PossibleAnswer, other: PossibleAnswer): readonly string[] {
  const known = conditionKeysOf(other);
  return conditionKeysOf(one).filter((key) => !known.includes(key));
}

function conditionKeysOf(answer: PossibleAnswer): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}
