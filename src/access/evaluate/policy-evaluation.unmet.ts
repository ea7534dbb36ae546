import type { Condition, PolicyStatement } from '../../aws/policy/document';
import { compiledPolicy, type CompiledStatement } from './compiled-policy';
import { compileCondition } from './compiled-policy.condition';
import type { StatementReference } from './decision';
import type { LabelledPolicy } from './decision.layers';
import { coversResource, matchPrincipals, type PolicyForm, type PolicyRequest } from './policy-evaluation';
import { GRADE } from './principal-match';
import type { KeyState, RequestContext } from './request.context';
import { canMatchWithVariables, hasVariableBeforeResource } from './value-pattern';

/** A statement that would allow a request if its conditions were met, or if its ARNs could match. */
export interface UnmetStatement {
  readonly by: StatementReference;
  /** The conditions that do not hold or are unknown. */
  readonly conditions: readonly UnmetCondition[];
  /** The values of `Resource` that never match, because they contain a variable before the fifth colon. */
  readonly neverMatchingResources: readonly string[];
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
        const neverMatchingResources = isCovered ? [] : findNeverMatchingResources(compiled, request);
        const conditions = findUnmetConditions(compiled, request.context);
        const isUnmet = isCovered ? conditions.length > 0 : neverMatchingResources.length > 0;
        const by = { label, index: compiled.index, statement: compiled.statement };
        return isUnmet ? [{ by, conditions, neverMatchingResources }] : [];
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
