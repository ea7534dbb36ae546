import { parseOperator, undocumentedResult, type ParsedOperator } from '../../aws/policy/conditions';
import type { Condition, PolicyDocument, PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { matches, type Pattern } from '../../aws/wildcard';
import { OPERATORS, readBoolean, type Operand, type Operator } from './condition-operators';
import { allOf, anyOf, not, toCertainty, type Certainty } from './decision';
import { compilePrincipals, type CompiledPrincipals } from './principal-match';
import type { KeyState, RequestContext } from './request';
import {
  matchesValuePattern,
  readResource,
  readValuePattern,
  variableKeys,
  type ValuePattern,
} from './value-pattern';

/** A statement, compiled for evaluation. */
export interface CompiledStatement {
  readonly statement: PolicyStatement;
  /** Zero-based, in the order of the policy. */
  readonly index: number;
  /** Undefined if the statement has no such element. */
  readonly principals: CompiledPrincipals | undefined;
  /** @param resource an ARN, or `*` for an action without a resource */
  readonly covers: ((resource: string, context: RequestContext) => Certainty) | undefined;
  readonly conditions: readonly CompiledCondition[];
  /** Condition keys that `Resource` contains as policy variables, spelled as in the policy. */
  readonly resourceKeys: readonly string[];
}

/** A policy, compiled once for many requests. */
export interface CompiledPolicy {
  /** The statements that match an action in any case. */
  readonly statementsForAction: (action: string) => readonly CompiledStatement[];
}

/** `identity`: an identity-based policy, in which AWS completes short ARNs. `elsewhere`: any other policy. */
export type PolicyKind = 'identity' | 'elsewhere';

const COMPILED_POLICIES: Readonly<Record<PolicyKind, WeakMap<PolicyDocument, CompiledPolicy>>> = {
  identity: new WeakMap(),
  elsewhere: new WeakMap(),
};

/** Returns the compiled policy from a cache by document. Documents are immutable, so the cache cannot be stale. */
export function compiledPolicy(policy: PolicyDocument, policyKind: PolicyKind): CompiledPolicy {
  const cached = COMPILED_POLICIES[policyKind].get(policy);
  if (cached !== undefined) return cached;
  const compiled = compilePolicy(policy, policyKind);
  COMPILED_POLICIES[policyKind].set(policy, compiled);
  return compiled;
}

/** The cache index of each ECR action, as spelled in policies and in lowercase. */
const ACTION_INDEX = new Map(
  Object.keys(ECR_ACTIONS).flatMap((action, index) => [
    [action, index] as const,
    [action.toLowerCase(), index] as const,
  ]),
);

/** Results are cached for ECR actions only, because the number of other actions is unlimited. */
function compilePolicy({ statements }: PolicyDocument, policyKind: PolicyKind): CompiledPolicy {
  const compiled = statements.map((statement, index) => {
    return {
      matchesAction: compileActions(statement.actions),
      compiled: compileStatement(statement, index, policyKind),
    };
  });
  const findStatements = (action: string): readonly CompiledStatement[] => {
    const lowercaseAction = action.toLowerCase();
    return compiled
      .filter(({ matchesAction }) => matchesAction(lowercaseAction))
      .map((each) => each.compiled);
  };
  const cache: (readonly CompiledStatement[] | undefined)[] = [];
  return {
    statementsForAction: (action) => {
      const at = ACTION_INDEX.get(action);
      return at === undefined ? findStatements(action) : (cache[at] ??= findStatements(action));
    },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function compileActions({ isNot, values }: PolicyElement): (action: string) => boolean {
  const patterns = values.map((value): Pattern => {
    const { pattern } = readValuePattern(value, { wildcards: true, ignoreCase: true });
    // No action contains a variable, so a value with a variable matches no action.
    return pattern ?? { kind: 'exact', text: '' };
  });
  return (action) => patterns.some((pattern) => matches(pattern, action)) !== isNot;
}

function compileStatement(
  statement: PolicyStatement,
  index: number,
  policyKind: PolicyKind,
): CompiledStatement {
  const valuePatterns = (statement.resources?.values ?? []).map((value) =>
    readResource(policyKind === 'identity' ? completeArn(value) : value),
  );
  const conditions = statement.conditions.map(compileCondition);
  return {
    statement,
    index,
    principals: statement.principals === undefined ? undefined : compilePrincipals(statement.principals),
    covers: statement.resources === undefined ? undefined : covers(statement.resources.isNot, valuePatterns),
    conditions,
    resourceKeys: valuePatterns.flatMap(variableKeys),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function covers(
  isNot: boolean,
  valuePatterns: readonly ValuePattern[],
): (resource: string, context: RequestContext) => Certainty {
  // Most values are exact ARNs, and a policy can contain hundreds.
  const exact = new Set(
    valuePatterns.flatMap(({ pattern }) => (pattern?.kind === 'exact' ? pattern.text : [])),
  );
  const others = valuePatterns.filter(({ pattern }) => pattern?.kind !== 'exact');
  return (resource, context) => {
    const matched = exact.has(resource)
      ? 'yes'
      : anyOf(others, (valuePattern) => matchesValuePattern(valuePattern, resource, context));
    return isNot ? not(matched) : matched;
  };
}

const ARN_COMPONENTS = 6;

/**
 * AWS appends `*` for each missing component of an ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes-strings
 */
function completeArn(resource: string): string {
  if (!resource.startsWith('arn:')) return resource;
  const missing = ARN_COMPONENTS - resource.split(':', ARN_COMPONENTS).length;
  return `${resource}${':*'.repeat(missing)}`;
}

export function conditionsHold({ conditions }: CompiledStatement, context: RequestContext): Certainty {
  return allOf(conditions, ({ holds }) => holds(context));
}

/** One operator and key of a `Condition` block, compiled for evaluation. */
interface CompiledCondition {
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
      return toCertainty(isMetWithoutKey(comparison));
    case 'known':
      return compareValues(comparison, state.values, context);
  }
}

/**
 * An absent key matches no value, so a negated operator is met, and `ForAllValues` is met by an empty list.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function isMetWithoutKey({ operator, quantifier, ifExists }: Comparison): boolean {
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
