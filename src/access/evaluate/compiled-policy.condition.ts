import { parseOperator, undocumentedResult, type ParsedOperator } from '../../aws/policy/conditions';
import type { Condition } from '../../aws/policy/document';
import { OPERATORS, type Operand, type Operator } from './condition-operators';
import { readBoolean } from './condition-operators.values';
import { allOf, anyOf, not, toCertainty, type Certainty } from './decision.certainty';
import type { KeyState, RequestContext } from './request.context';

/** One operator and key of a `Condition` block, compiled for evaluation. */
export interface CompiledCondition {
  readonly holds: (context: RequestContext) => Certainty;
  /** The condition keys that the result depends on, spelled as in the policy. */
  readonly keys: readonly string[];
  /**
   * The part that has no documented result for a request, regardless of the values. Undefined if there is none.
   */
  readonly undocumented: (context: RequestContext) => string | undefined;
}

export function compileCondition({ operator: operatorText, key, values }: Condition): CompiledCondition {
  const parsed = parseOperator(operatorText);
  if (parsed === undefined) return { holds: () => 'maybe', keys: [], undocumented: () => operatorText };
  if (parsed.operator === 'Null') return compileNullCondition(key, values);
  const operator = OPERATORS[parsed.operator];
  const operands = values.map((value) => operator.operand(value));
  const comparison: Comparison = { ...parsed, operator, operands };
  const reason = undocumentedResult(parsed, key);
  const isUndocumented = (state: KeyState) =>
    reason === 'noQuantifier' ||
    (reason === 'anyValueIfExists' && state.kind === 'absent') ||
    hasSeveralValues(comparison, state);
  return {
    holds: (context) => {
      const state = context.get(key);
      return isUndocumented(state) ? 'maybe' : compare(comparison, state, context);
    },
    keys: [key, ...operands.flatMap((operand) => operand.keys)],
    undocumented: (context) => (isUndocumented(context.get(key)) ? `${operatorText} ${key}` : undefined),
  };
}

interface Comparison extends Pick<ParsedOperator, 'quantifier' | 'ifExists'> {
  readonly operator: Operator;
  readonly operands: readonly Operand[];
}

function hasSeveralValues({ quantifier }: Comparison, state: KeyState): boolean {
  return quantifier === undefined && state.kind === 'known' && state.values.length > 1;
}

function compare(comparison: Comparison, state: KeyState, context: RequestContext): Certainty {
  switch (state.kind) {
    case 'notKnown':
      return 'maybe';
    case 'absent':
      return toCertainty(holdsWithoutKey(comparison));
    case 'known':
      return compareValues(comparison, state.values, context);
  }
}

/**
 * An absent key matches no value, so a negated operator holds, and `ForAllValues` holds for an empty list.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function holdsWithoutKey({ operator, quantifier, ifExists }: Comparison): boolean {
  if (ifExists || quantifier === 'ForAllValues') return true;
  return quantifier === undefined && operator.isNegated;
}

function compareValues(
  { operator, operands, quantifier }: Comparison,
  values: readonly string[],
  context: RequestContext,
): Certainty {
  const matchesValue = (value: string): Certainty => {
    const matched = anyOf(operands, (operand) => operand.matches(value, context));
    return operator.isNegated ? not(matched) : matched;
  };
  return quantifier === 'ForAnyValue' ? anyOf(values, matchesValue) : allOf(values, matchesValue);
}

/** `true` requires that the key is absent, `false` that it is present. */
function compileNullCondition(key: string, values: readonly string[]): CompiledCondition {
  const expected = new Set(values.map(readBoolean));
  const holds = (context: RequestContext): Certainty => {
    const state = context.get(key);
    if (state.kind !== 'notKnown') return toCertainty(expected.has(state.kind === 'absent'));
    return expected.has(true) === expected.has(false) ? toCertainty(expected.has(true)) : 'maybe';
  };
  return { holds, keys: [key], undocumented: () => undefined };
}
