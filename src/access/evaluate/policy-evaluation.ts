import type { Condition, PolicyElement, PolicyStatement } from '../../aws/policy/document';
import { sortedUnique } from '../../base/collections';
import {
  compileCondition,
  compiledPolicy,
  conditionsHold,
  type CompiledStatement,
  type PolicyKind,
} from './compiled-policy';
import type { Certainty, LabelledPolicy, LayerState, StatementReference, Unknowns } from './decision';
import { DIRECT_MATCH, GRADE, type CallerNames, type Grade, type PrincipalMatch } from './principal-match';
import type { KeyState, RequestContext } from './request';
import { canMatchWithVariables, hasVariableBeforeResource } from './value-pattern';

/** The properties of a request that statements are compared with. */
export interface PolicyRequest {
  readonly names: CallerNames;
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
  /** Whether the caller certainly has a permissions boundary. An unknown boundary may deny anything in any case. */
  readonly hasBoundary: boolean;
}

/** The elements that the policies of a layer have. */
export interface PolicyForm {
  readonly policyKind: PolicyKind;
  /**
   * The principals of a statement. `attached`: the identity or account that the policy is attached to. `named`: those in
   * `Principal`, none without it. `namedOrAll`: those in `Principal`, all without it.
   */
  readonly principals: 'attached' | 'named' | 'namedOrAll';
  /**
   * Whether a statement without `Resource` applies to the resource that has the policy. Otherwise it applies to none.
   */
  readonly isResourceOptional: boolean;
}

/** The result of evaluating the policies of one layer. */
export interface LayerResult {
  /** The grade at which the layer allows the request: certainly, and at most. */
  readonly allow: { readonly sure: Grade; readonly possible: Grade };
  readonly deny: { readonly sure: boolean; readonly possible: boolean };
  readonly state: LayerState;
  /** Undefined if nothing depends on unknown values. */
  readonly unknowns: Unknowns | undefined;
}

/** A statement that applies to a request, or may apply. */
interface StatementMatch {
  readonly compiled: CompiledStatement;
  readonly label: string;
  readonly principalMatch: PrincipalMatch;
}

export function evaluatePolicies(
  policies: readonly LabelledPolicy[],
  form: PolicyForm,
  request: PolicyRequest,
): LayerResult {
  const matched = matchStatements(policies, form, request);
  return matched.length === 0 ? SILENT : summarize(matched, request);
}

/** A statement that applies to a request, or may apply, and the unknown values that this depends on. */
export interface AppliedStatement {
  readonly effect: PolicyStatement['effect'];
  /** The conditions with an unknown result. Empty if the statement certainly applies. */
  readonly conditions: readonly Condition[];
  /** Undefined if the element contains no policy variables. */
  readonly resources: PolicyElement | undefined;
}

/** Returns the statements of one layer that apply to a request, or may apply. */
export function appliedStatements(
  policies: readonly LabelledPolicy[],
  form: PolicyForm,
  request: PolicyRequest,
): readonly AppliedStatement[] {
  return matchStatements(policies, form, request).map(
    ({ compiled: { statement, conditions, resourceKeys } }) => ({
      effect: statement.effect,
      // `conditions` contains one compiled condition for each condition of the statement.
      conditions: statement.conditions.filter((_, at) => conditions[at]?.holds(request.context) === 'maybe'),
      resources: resourceKeys.length === 0 ? undefined : statement.resources,
    }),
  );
}

function matchStatements(
  policies: readonly LabelledPolicy[],
  form: PolicyForm,
  request: PolicyRequest,
): readonly StatementMatch[] {
  const matched: StatementMatch[] = [];
  for (const { label, policy } of policies) {
    for (const compiled of compiledPolicy(policy, form.policyKind).statementsForAction(request.action)) {
      const principalMatch = matchStatement(compiled, form, request);
      if (principalMatch.possible !== GRADE.none) matched.push({ compiled, label, principalMatch });
    }
  }
  return matched;
}

const SILENT: LayerResult = {
  allow: { sure: GRADE.none, possible: GRADE.none },
  deny: { sure: false, possible: false },
  state: { kind: 'silent' },
  unknowns: undefined,
};

const NO_MATCH: PrincipalMatch = { sure: GRADE.none, possible: GRADE.none, unclear: [] };

/** Checks the principals, resources and conditions of a statement that matches the action. */
function matchStatement(
  compiled: CompiledStatement,
  form: PolicyForm,
  request: PolicyRequest,
): PrincipalMatch {
  const principalMatch = matchPrincipals(compiled, form, request);
  if (principalMatch.possible === GRADE.none) return NO_MATCH;
  const covered = coversResource(compiled, form, request);
  if (covered === 'no') return NO_MATCH;
  const holds = conditionsHold(compiled, request.context);
  if (holds === 'no') return NO_MATCH;
  return covered === 'yes' && holds === 'yes' ? principalMatch : { ...principalMatch, sure: GRADE.none };
}

/** Checks how the principals of a statement match the caller. */
function matchPrincipals(
  { principals, statement }: CompiledStatement,
  form: PolicyForm,
  request: PolicyRequest,
): PrincipalMatch {
  if (form.principals === 'attached') return DIRECT_MATCH;
  if (principals === undefined) return form.principals === 'namedOrAll' ? DIRECT_MATCH : NO_MATCH;
  // A permissions boundary makes NotPrincipal deny more. It never makes NotPrincipal allow more.
  if (statement.effect === 'Deny') return principals(request.names, request.hasBoundary);
  const principalMatch = principals(request.names, false);
  if (statement.principals?.isNot !== true) return principalMatch;
  // AWS does not support NotPrincipal with Allow, so the result of an old policy is unknown.
  return {
    ...principalMatch,
    sure: GRADE.none,
    unclear: statement.principals.values.map(({ value }) => value),
  };
}

function coversResource({ covers }: CompiledStatement, form: PolicyForm, request: PolicyRequest): Certainty {
  if (covers === undefined) return form.isResourceOptional ? 'yes' : 'no';
  return covers(request.resource, request.context);
}

function summarize(matched: readonly StatementMatch[], request: PolicyRequest): LayerResult {
  const allows = matched.filter(({ compiled }) => compiled.statement.effect === 'Allow');
  const denies = matched.filter(({ compiled }) => compiled.statement.effect === 'Deny');
  const unclear = matched.filter(({ principalMatch }) => principalMatch.sure !== principalMatch.possible);
  const unknowns = unclear.length === 0 ? undefined : unknownsOf(unclear, request.context);
  return {
    allow: { sure: highestGrade(allows, 'sure'), possible: highestGrade(allows, 'possible') },
    deny: { sure: highestGrade(denies, 'sure') > GRADE.none, possible: denies.length > 0 },
    state: layerState(allows, denies, unknowns),
    unknowns,
  };
}

function highestGrade(matched: readonly StatementMatch[], bound: 'sure' | 'possible'): Grade {
  return matched.reduce<Grade>(
    (grade, { principalMatch }) => (principalMatch[bound] > grade ? principalMatch[bound] : grade),
    GRADE.none,
  );
}

function layerState(
  allows: readonly StatementMatch[],
  denies: readonly StatementMatch[],
  unknowns: Unknowns | undefined,
): LayerState {
  const isSure = ({ principalMatch }: StatementMatch) => principalMatch.sure > GRADE.none;
  const denying = denies.find(isSure);
  if (denying !== undefined) return { kind: 'denies', by: referenceTo(denying) };
  const grade = highestGrade(allows, 'sure');
  const allowing = allows.find(({ principalMatch }) => grade > GRADE.none && principalMatch.sure === grade);
  const [uncertain] = [...denies, ...allows];
  if (allowing !== undefined && denies.length === 0) return { kind: 'allows', by: referenceTo(allowing) };
  if (uncertain === undefined || unknowns === undefined) return { kind: 'silent' };
  return { kind: 'maybe', effect: uncertain.compiled.statement.effect, by: referenceTo(uncertain), unknowns };
}

function referenceTo({ compiled, label }: StatementMatch): StatementReference {
  return { label, index: compiled.index, statement: compiled.statement };
}

function unknownsOf(matched: readonly StatementMatch[], context: RequestContext): Unknowns {
  const conditions = matched.flatMap(({ compiled }) =>
    compiled.conditions.filter(({ holds }) => holds(context) === 'maybe'),
  );
  const keys = [
    ...matched.flatMap(({ compiled }) => compiled.resourceKeys),
    ...conditions.flatMap((condition) =>
      condition.undocumented(context) === undefined ? condition.keys : [],
    ),
  ];
  return {
    keys: sortedUnique(keys.filter((key) => isUnclear(key, context))),
    operators: sortedUnique(conditions.flatMap(({ undocumented }) => undocumented(context) ?? [])),
    principals: sortedUnique(matched.flatMap(({ principalMatch }) => principalMatch.unclear)),
  };
}

/** A key with several values is unclear too if AWS expects one. */
function isUnclear(key: string, context: RequestContext): boolean {
  const state = context.get(key);
  return state.kind === 'notKnown' || (state.kind === 'known' && state.values.length > 1);
}

/** A statement that would allow a request if its conditions were met, or if its ARNs could match. */
export interface UnmetStatement {
  readonly by: StatementReference;
  /** The conditions that do not hold or are unknown. */
  readonly conditions: readonly UnmetCondition[];
  /** The values of `Resource` that never match, because they contain a variable before the fifth colon. */
  readonly deadResources: readonly string[];
}

/** A condition, and the values in the request of the keys that it depends on. */
export interface ConditionInRequest {
  readonly condition: Condition;
  readonly request: readonly KeyValue[];
}

interface UnmetCondition extends ConditionInRequest {
  readonly holds: 'no' | 'maybe';
}

export interface KeyValue {
  readonly key: string;
  readonly state: KeyState;
}

/**
 * Returns the statements of one layer that would allow a request if their conditions were met, or if their ARNs could match.
 */
export function findUnmetPolicyStatements(
  policies: readonly LabelledPolicy[],
  form: PolicyForm,
  request: PolicyRequest,
): readonly UnmetStatement[] {
  return policies.flatMap(({ label, policy }) =>
    compiledPolicy(policy, form.policyKind)
      .statementsForAction(request.action)
      .flatMap((compiled): readonly UnmetStatement[] => {
        if (compiled.statement.effect === 'Deny') return [];
        if (matchPrincipals(compiled, form, request).possible === GRADE.none) return [];
        const isCovered = coversResource(compiled, form, request) !== 'no';
        const deadResources = isCovered ? [] : findNeverMatchingResources(compiled, request);
        const conditions = findUnmetConditions(compiled, request.context);
        const isUnmet = isCovered ? conditions.length > 0 : deadResources.length > 0;
        const by = { label, index: compiled.index, statement: compiled.statement };
        return isUnmet ? [{ by, conditions, deadResources }] : [];
      }),
  );
}

function findUnmetConditions({ statement, conditions }: CompiledStatement, context: RequestContext) {
  return statement.conditions.flatMap((condition, at): readonly UnmetCondition[] => {
    // `conditions` contains one compiled condition for each condition of the statement.
    const compiled = conditions[at];
    const holds = compiled?.holds(context) ?? 'yes';
    if (holds === 'yes') return [];
    return [{ condition, holds, request: keyValues(compiled?.keys ?? [], context) }];
  });
}

/** Returns the conditions of a statement with the values in the request of the keys that they depend on. */
export function conditionsWithValues(
  { conditions }: PolicyStatement,
  context: RequestContext,
): readonly ConditionInRequest[] {
  return conditions.map((condition) => ({
    condition,
    request: keyValues(compileCondition(condition).keys, context),
  }));
}

/** Each key is returned once. */
function keyValues(keys: readonly string[], context: RequestContext): readonly KeyValue[] {
  return [...new Set(keys)].map((key) => ({ key, state: context.get(key) }));
}

function findNeverMatchingResources(
  { statement }: CompiledStatement,
  { resource }: PolicyRequest,
): readonly string[] {
  const { resources } = statement;
  if (resources === undefined || resources.isNot) return [];
  return resources.values.filter(
    (value) => hasVariableBeforeResource(value) && canMatchWithVariables(value, resource),
  );
}
