/**
 * The condition operators of IAM, without quantifier and `IfExists`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const CONDITION_OPERATORS = [
  'ArnEquals',
  'ArnLike',
  'ArnNotEquals',
  'ArnNotLike',
  'BinaryEquals',
  'Bool',
  'DateEquals',
  'DateGreaterThan',
  'DateGreaterThanEquals',
  'DateLessThan',
  'DateLessThanEquals',
  'DateNotEquals',
  'IpAddress',
  'NotIpAddress',
  'Null',
  'NumericEquals',
  'NumericGreaterThan',
  'NumericGreaterThanEquals',
  'NumericLessThan',
  'NumericLessThanEquals',
  'NumericNotEquals',
  'StringEquals',
  'StringEqualsIgnoreCase',
  'StringLike',
  'StringNotEquals',
  'StringNotEqualsIgnoreCase',
  'StringNotLike',
] as const;

export type ConditionOperator = (typeof CONDITION_OPERATORS)[number];

/** An operator with what may stand around it. */
export interface ParsedOperator {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly operator: ConditionOperator;
  readonly ifExists: boolean;
}

const BY_SMALL_LETTERS: ReadonlyMap<string, ConditionOperator> = new Map(
  CONDITION_OPERATORS.map((operator) => [operator.toLowerCase(), operator]),
);

/** The parts of `ForAnyValue:StringLikeIfExists`, or undefined where IAM knows no such operator. */
export function parseOperator(text: string): ParsedOperator | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i.exec(text);
  const [, quantifier, name = '', ifExists] = match ?? [];
  const operator = BY_SMALL_LETTERS.get(name.toLowerCase());
  if (operator === undefined || (operator === 'Null' && ifExists !== undefined)) return undefined;
  return {
    quantifier:
      quantifier === undefined
        ? undefined
        : quantifier.toLowerCase() === 'forallvalues'
          ? 'ForAllValues'
          : 'ForAnyValue',
    operator,
    ifExists: ifExists !== undefined,
  };
}
