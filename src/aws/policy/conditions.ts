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

/** An operator with its quantifier and `IfExists`. */
export interface ParsedOperator {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly operator: ConditionOperator;
  readonly ifExists: boolean;
}

/**
 * Returns the parts of `ForAnyValue:StringLikeIfExists`, or undefined if IAM does not know the operator.
 * Case-sensitive, because IAM does not document that it accepts other spellings.
 */
export function parseOperator(text: string): ParsedOperator | undefined {
  const match = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(text);
  const [, quantifier, name, ifExists] = match ?? [];
  const operator = CONDITION_OPERATORS.find((each) => each === name);
  if (operator === undefined || (operator === 'Null' && text !== 'Null')) return undefined;
  return {
    quantifier: quantifier === 'ForAllValues' || quantifier === 'ForAnyValue' ? quantifier : undefined,
    operator,
    ifExists: ifExists !== undefined,
  };
}

/**
 * The global condition keys that can have several values in one request, in lowercase.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const MULTIVALUED_KEYS: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
]);

/**
 * Why AWS documents no result for a condition. `noQuantifier`: a key with several values requires `ForAnyValue` or
 * `ForAllValues`. `anyValueIfExists`: for a key that the request does not have, `ForAnyValue` is false and `IfExists` is true.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export type UndocumentedResult = 'noQuantifier' | 'anyValueIfExists';

/** Returns undefined if the result is documented for every request. */
export function undocumentedResult(
  { quantifier, operator, ifExists }: ParsedOperator,
  key: string,
): UndocumentedResult | undefined {
  if (operator === 'Null') return undefined;
  if (quantifier === 'ForAnyValue' && ifExists) return 'anyValueIfExists';
  return quantifier === undefined && MULTIVALUED_KEYS.has(key.toLowerCase()) ? 'noQuantifier' : undefined;
}
