import type { Condition, PolicyStatement } from '../../registry';
import type { Context, KeyState } from '../context';
import type { StatementReference } from '../decision';
import type { LabelledPolicy } from '../layers';
import { compiledPolicy, type CompiledStatement } from './compile';
import { compileCondition } from './condition';
import { coversResource, namedBy, type Asked, type PolicyForm } from './finding';
import { GRADE } from './principal';
import { hasVariableBeforeResource, wouldMatch } from './template';

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
export function unmetStatements(
  policies: readonly LabelledPolicy[],
  form: PolicyForm,
  asked: Asked,
): readonly UnmetStatement[] {
  return policies.flatMap(({ label, policy }) =>
    compiledPolicy(policy, form.place)
      .statementsAbout(asked.action)
      .flatMap((found): readonly UnmetStatement[] => {
        if (found.statement.effect === 'Deny') return [];
        if (namedBy(found, form, asked).possible === GRADE.none) return [];
        const isCovered = coversResource(found, form, asked) !== 'no';
        const deadResources = isCovered ? [] : deadResourcesOf(found, asked);
        const conditions = unmetConditions(found, asked.context);
        const isUnmet = isCovered ? conditions.length > 0 : deadResources.length > 0;
        const by = { label, index: found.index, statement: found.statement };
        return isUnmet ? [{ by, conditions, deadResources }] : [];
      }),
  );
}

function unmetConditions({ statement, conditions }: CompiledStatement, context: Context) {
  return statement.conditions.flatMap((condition, at): readonly UnmetCondition[] => {
    // `conditions` contains one compiled condition for each condition of the statement.
    const compiled = conditions[at];
    const holds = compiled?.holds(context) ?? 'yes';
    if (holds === 'yes') return [];
    return [{ condition, holds, request: keyValues(compiled?.keys ?? [], context) }];
  });
}

/** Returns the conditions of a statement with the values in the request of the keys that they depend on. */
export function conditionsIn(
  { conditions }: PolicyStatement,
  context: Context,
): readonly ConditionInRequest[] {
  return conditions.map((condition) => ({
    condition,
    request: keyValues(compileCondition(condition).keys, context),
  }));
}

/** Each key is returned once. */
function keyValues(keys: readonly string[], context: Context): readonly KeyValue[] {
  return [...new Set(keys)].map((key) => ({ key, state: context.get(key) }));
}

function deadResourcesOf({ statement }: CompiledStatement, { resource }: Asked): readonly string[] {
  const { resources } = statement;
  if (resources === undefined || resources.isNot) return [];
  return resources.values.filter((value) => hasVariableBeforeResource(value) && wouldMatch(value, resource));
}
