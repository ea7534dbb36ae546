import type { Caller } from '../evaluate/caller';
import type { ActionExplanation } from './question';
import type { Fix } from './fix';
import { conditionsWithValues } from '../evaluate/policy-evaluation.unmet';
import { createRequest, type EvaluationContext, type RequestTarget } from '../evaluate/evaluation-context';

/**
 * Returns a fix for each statement that certainly denies one of the actions, with the conditions of the statement.
 */
export function fixesForDenials(
  caller: Caller,
  target: RequestTarget,
  actions: readonly ActionExplanation[],
  evaluationContext: EvaluationContext,
): readonly Fix[] {
  const found = new Map<string, Fix>();
  for (const { action, decision } of actions) {
    const { context } = createRequest(caller, action, target, evaluationContext);
    for (const { layer, state } of decision.layers) {
      if (state.kind !== 'denies') continue;
      const { by } = state;
      const conditions = conditionsWithValues(by.statement, context);
      found.set(`${layer} ${by.label} ${by.index}`, { kind: 'denied', layer, by, conditions });
    }
  }
  return [...found.values()];
}
