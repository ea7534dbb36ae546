import type { PolicyDocument, PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { matches, type Pattern } from '../../aws/wildcard';
import { compileCondition, type CompiledCondition } from './compiled-policy.condition';
import { allOf, anyOf, not, type Certainty } from './decision.certainty';
import { compilePrincipals, type CompiledPrincipals } from './principal-match';
import type { RequestContext } from './request.context';
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
