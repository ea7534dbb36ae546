import type { Condition, PolicyStatement } from '../../registry';
import type { Context, KeyState } from '../context';
import type { StatementReference } from '../decision';
import type { LabelledPolicy } from '../layers';
import { compiledPolicy, type CompiledStatement } from './compile';
import { compileCondition } from './condition';
import { coversResource, namedBy, type Asked, type PolicyForm } from './finding';
import { GRADE } from './principal';
import { hasVariableBeforeResource, wouldMatch } from './template';

/** A statement that would allow a request, but for its conditions or for ARNs that can never match. */
export interface UnmetStatement {
  readonly by: StatementReference;
  /** Those that do not hold, and those for which that is not known. */
  readonly conditions: readonly UnmetCondition[];
  /** The values of `Resource` with a variable before the fifth colon, which would match without it. */
  readonly deadResources: readonly string[];
}

/** A condition, and what a request has for the condition keys that it depends on. */
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

/** The statements of one layer that would allow a request if more of them were met. */
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
    // One was compiled of each.
    const compiled = conditions[at];
    const holds = compiled?.holds(context) ?? 'yes';
    if (holds === 'yes') return [];
    return [{ condition, holds, request: keyValues(compiled?.keys ?? [], context) }];
  });
}

/** The conditions of a statement, each with what a request has for it. */
export function conditionsIn(
  { conditions }: PolicyStatement,
  context: Context,
): readonly ConditionInRequest[] {
  return conditions.map((condition) => ({
    condition,
    request: keyValues(compileCondition(condition).keys, context),
  }));
}

/** What a request has for condition keys, each key once. */
function keyValues(keys: readonly string[], context: Context): readonly KeyValue[] {
  return [...new Set(keys)].map((key) => ({ key, state: context.get(key) }));
}

function deadResourcesOf({ statement }: CompiledStatement, { resource }: Asked): readonly string[] {
  const { resources } = statement;
  if (resources === undefined || resources.isNot) return [];
  return resources.values.filter((value) => hasVariableBeforeResource(value) && wouldMatch(value, resource));
}
