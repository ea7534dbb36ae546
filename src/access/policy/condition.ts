import { parseOperator, undocumentedResult, type Condition, type ParsedOperator } from '../../registry';
import type { Context, KeyState } from '../context';
import { allOf, anyOf, certainty, not, type Certainty } from './certainty';
import { OPERATORS, type Operand, type Operator } from './operators';
import { readBoolean } from './values';

/** One operator and key of a `Condition` block, compiled for evaluation. */
export interface CompiledCondition {
  readonly holds: (context: Context) => Certainty;
  /** The condition keys that the result depends on, spelled as in the policy. */
  readonly keys: readonly string[];
  /**
   * The part that has no documented result for a request, regardless of the values. Undefined if there is none.
   */
  readonly undocumented: (context: Context) => string | undefined;
}

export function compileCondition({ operator: written, key, values }: Condition): CompiledCondition {
  const parsed = parseOperator(written);
  if (parsed === undefined) return { holds: () => 'maybe', keys: [], undocumented: () => written };
  if (parsed.operator === 'Null') return nullCondition(key, values);
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
    undocumented: (context) => (isUndocumented(context.get(key)) ? `${written} ${key}` : undefined),
  };
}

interface Comparison extends Pick<ParsedOperator, 'quantifier' | 'ifExists'> {
  readonly operator: Operator;
  readonly operands: readonly Operand[];
}

function hasSeveralValues({ quantifier }: Comparison, state: KeyState): boolean {
  return quantifier === undefined && state.kind === 'known' && state.values.length > 1;
}

function compare(comparison: Comparison, state: KeyState, context: Context): Certainty {
  switch (state.kind) {
    case 'notKnown':
      return 'maybe';
    case 'absent':
      return certainty(holdsWithoutKey(comparison));
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
  context: Context,
): Certainty {
  const satisfies = (value: string): Certainty => {
    const matched = anyOf(operands, (operand) => operand.matches(value, context));
    return operator.isNegated ? not(matched) : matched;
  };
  return quantifier === 'ForAnyValue' ? anyOf(values, satisfies) : allOf(values, satisfies);
}

/** `true` requires that the key is absent, `false` that it is present. */
function nullCondition(key: string, values: readonly string[]): CompiledCondition {
  const wanted = new Set(values.map(readBoolean));
  const holds = (context: Context): Certainty => {
    const state = context.get(key);
    if (state.kind !== 'notKnown') return certainty(wanted.has(state.kind === 'absent'));
    return wanted.has(true) === wanted.has(false) ? certainty(wanted.has(true)) : 'maybe';
  };
  return { holds, keys: [key], undocumented: () => undefined };
}
