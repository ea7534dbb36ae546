import { parseOperator, type Condition, type ParsedOperator } from '../../registry';
import type { Context, KeyState } from '../context';
import { allOf, anyOf, certainty, not, type Certainty } from './certainty';
import { OPERATORS, type Operand, type Operator } from './operators';
import { readBoolean } from './values';

/** One line of a `Condition` block, ready to be asked. */
export interface CompiledCondition {
  readonly holds: (context: Context) => Certainty;
  /** The condition keys it depends on, as the policy spells them. */
  readonly keys: readonly string[];
  /** The operator, where it is none of IAM's. */
  readonly unknownOperator: string | undefined;
}

export function compileCondition({ operator: written, key, values }: Condition): CompiledCondition {
  const parsed = parseOperator(written);
  if (parsed === undefined) return { holds: () => 'maybe', keys: [], unknownOperator: written };
  if (parsed.operator === 'Null') return nullCondition(key, values);
  const operator = OPERATORS[parsed.operator];
  const operands = values.map((value) => operator.operand(value));
  const { quantifier, ifExists } = parsed;
  const comparison: Comparison = { operator, operands, quantifier, ifExists };
  return {
    holds: (context) => compare(comparison, context.get(key), context),
    keys: [key, ...operands.flatMap((operand) => operand.keys)],
    unknownOperator: undefined,
  };
}

interface Comparison {
  readonly operator: Operator;
  readonly operands: readonly Operand[];
  readonly quantifier: ParsedOperator['quantifier'];
  readonly ifExists: boolean;
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
 * A key that is not there matches nothing; so it satisfies what asks for no match, and it is all of nothing.
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
  if (quantifier === 'ForAllValues') return allOf(values, satisfies);
  if (quantifier === 'ForAnyValue') return anyOf(values, satisfies);
  // AWS wants a quantifier for a key of several values, and does not say what comes of none. Where all values agree
  // it cannot matter.
  const all = allOf(values, satisfies);
  return all === anyOf(values, satisfies) ? all : 'maybe';
}

/** `true`: the key is not there; `false`: it is. */
function nullCondition(key: string, values: readonly string[]): CompiledCondition {
  const wanted = new Set(values.map(readBoolean));
  const holds = (context: Context): Certainty => {
    const state = context.get(key);
    if (state.kind !== 'notKnown') return certainty(wanted.has(state.kind === 'absent'));
    return wanted.has(true) === wanted.has(false) ? certainty(wanted.has(true)) : 'maybe';
  };
  return { holds, keys: [key], unknownOperator: undefined };
}
