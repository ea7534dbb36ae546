import type { Caller } from './caller';
import type { ActionExplanation } from './question';
import type { Mend } from './mend';
import { conditionsIn } from './policy/unmet';
import { requestFor, type Given, type Place } from './situation';

/**
 * Returns a fix for each statement that certainly denies one of the actions, with the conditions of the statement.
 */
export function denialsOf(
  caller: Caller,
  place: Place,
  actions: readonly ActionExplanation[],
  given: Given,
): readonly Mend[] {
  const found = new Map<string, Mend>();
  for (const { action, decision } of actions) {
    const { context } = requestFor(caller, action, place, given);
    for (const { layer, state } of decision.layers) {
      if (state.kind !== 'denies') continue;
      const { by } = state;
      const conditions = conditionsIn(by.statement, context);
      found.set(`${layer} ${by.label} ${by.index}`, { kind: 'denied', layer, by, conditions });
    }
  }
  return [...found.values()];
}
