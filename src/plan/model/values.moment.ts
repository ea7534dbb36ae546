import type { Json, JsonObject, ResourceChange } from './document';
import { mergeUnknown } from './values';

export type BeforeOrAfter = 'after' | 'before';

/** The values of a resource, and `true` for each unknown or sensitive value. */
export interface ChangeValues {
  readonly values: JsonObject;
  readonly unknown: Json;
}

/** Whether the object in AWS is the same before and after. `forget` removes it only from the state. */
export function isSameAfter({ action, before }: ResourceChange): boolean {
  return action === 'forget' || (action === 'no-op' && before !== undefined);
}

export function valuesOf(change: ResourceChange, when: BeforeOrAfter): ChangeValues | undefined {
  if (when === 'before' || isSameAfter(change)) {
    const { before, beforeSensitive } = change;
    return before && { values: before, unknown: mergeUnknown({}, beforeSensitive) };
  }
  const { after, afterUnknown, afterSensitive } = change;
  return after && { values: after, unknown: mergeUnknown(afterUnknown, afterSensitive) };
}
