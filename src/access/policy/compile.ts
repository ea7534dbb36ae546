import { ECR_ACTIONS, type Element, type PolicyDocument, type PolicyStatement } from '../../registry';
import type { Context } from '../context';
import { allOf, anyOf, not, type Certainty } from './certainty';
import { compileCondition, type CompiledCondition } from './condition';
import { compilePrincipals, type CompiledPrincipals } from './principal';
import { keysOf, matchesTemplate, readResource, readTemplate, type Template } from './template';
import { matches, type Pattern } from '../../registry/wildcard';

/** A statement, compiled for evaluation. */
export interface CompiledStatement {
  readonly statement: PolicyStatement;
  /** Zero-based, in the order of the policy. */
  readonly index: number;
  /** Undefined if the statement has no such element. */
  readonly principals: CompiledPrincipals | undefined;
  /** @param resource an ARN, or `*` for an action without a resource */
  readonly covers: ((resource: string, context: Context) => Certainty) | undefined;
  readonly conditions: readonly CompiledCondition[];
  /** Condition keys that `Resource` contains as policy variables, spelled as in the policy. */
  readonly resourceKeys: readonly string[];
}

/** A policy, compiled once for many requests. */
export interface CompiledPolicy {
  /** The statements that match an action in any case. */
  readonly statementsAbout: (action: string) => readonly CompiledStatement[];
}

/** `identity`: an identity-based policy, in which AWS completes short ARNs. `elsewhere`: any other policy. */
export type PolicyPlace = 'identity' | 'elsewhere';

const COMPILED: Readonly<Record<PolicyPlace, WeakMap<PolicyDocument, CompiledPolicy>>> = {
  identity: new WeakMap(),
  elsewhere: new WeakMap(),
};

/** Returns the compiled policy from a cache by document. Documents are immutable, so the cache cannot be stale. */
export function compiledPolicy(policy: PolicyDocument, place: PolicyPlace): CompiledPolicy {
  const known = COMPILED[place].get(policy);
  if (known !== undefined) return known;
  const compiled = compilePolicy(policy, place);
  COMPILED[place].set(policy, compiled);
  return compiled;
}

/** The cache index of each ECR action, as spelled in policies and in lowercase. */
const PLACE_OF_ACTION = new Map(
  Object.keys(ECR_ACTIONS).flatMap((action, index) => [
    [action, index] as const,
    [action.toLowerCase(), index] as const,
  ]),
);

/** Results are cached for ECR actions only, because the number of other actions is unlimited. */
function compilePolicy({ statements }: PolicyDocument, place: PolicyPlace): CompiledPolicy {
  const compiled = statements.map((statement, index) => {
    return { about: compileActions(statement.actions), compiled: compileStatement(statement, index, place) };
  });
  const find = (action: string): readonly CompiledStatement[] => {
    const small = action.toLowerCase();
    return compiled.filter(({ about }) => about(small)).map((each) => each.compiled);
  };
  const found: (readonly CompiledStatement[] | undefined)[] = [];
  return {
    statementsAbout: (action) => {
      const at = PLACE_OF_ACTION.get(action);
      return at === undefined ? find(action) : (found[at] ??= find(action));
    },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function compileActions({ isNot, values }: Element): (action: string) => boolean {
  const patterns = values.map((value): Pattern => {
    const { pattern } = readTemplate(value, { wildcards: true, ignoreCase: true });
    // No action contains a variable, so a value with a variable matches no action.
    return pattern ?? { kind: 'exact', text: '' };
  });
  return (action) => patterns.some((pattern) => matches(pattern, action)) !== isNot;
}

function compileStatement(statement: PolicyStatement, index: number, place: PolicyPlace): CompiledStatement {
  const templates = (statement.resources?.values ?? []).map((value) =>
    readResource(place === 'identity' ? completed(value) : value),
  );
  const conditions = statement.conditions.map(compileCondition);
  return {
    statement,
    index,
    principals: statement.principals === undefined ? undefined : compilePrincipals(statement.principals),
    covers: statement.resources === undefined ? undefined : covers(statement.resources.isNot, templates),
    conditions,
    resourceKeys: templates.flatMap(keysOf),
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function covers(
  isNot: boolean,
  templates: readonly Template[],
): (resource: string, context: Context) => Certainty {
  // Most values are exact ARNs, and a policy can contain hundreds.
  const exact = new Set(templates.flatMap(({ pattern }) => (pattern?.kind === 'exact' ? pattern.text : [])));
  const others = templates.filter(({ pattern }) => pattern?.kind !== 'exact');
  return (resource, context) => {
    const matched = exact.has(resource)
      ? 'yes'
      : anyOf(others, (template) => matchesTemplate(template, resource, context));
    return isNot ? not(matched) : matched;
  };
}

const ARN_COMPONENTS = 6;

/**
 * AWS appends `*` for each missing component of an ARN.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes-strings
 */
function completed(resource: string): string {
  if (!resource.startsWith('arn:')) return resource;
  const missing = ARN_COMPONENTS - resource.split(':', ARN_COMPONENTS).length;
  return `${resource}${':*'.repeat(missing)}`;
}

export function conditionsHold({ conditions }: CompiledStatement, context: Context): Certainty {
  return allOf(conditions, ({ holds }) => holds(context));
}
