import type { Json, JsonObject, ResourceChange } from '../document';
import { joinedUnknown } from './json';

export type Moment = 'after' | 'before';

/** The values of a resource, and `true` for each unknown or sensitive value. */
export interface ValuesAt {
  readonly values: JsonObject;
  readonly unknown: Json;
}

/** Whether the object in AWS is the same before and after. `forget` removes it only from the state. */
export function staysAsItIs({ action, before }: ResourceChange): boolean {
  return action === 'forget' || (action === 'no-op' && before !== undefined);
}

export function momentOf(change: ResourceChange, moment: Moment): ValuesAt | undefined {
  if (moment === 'before' || staysAsItIs(change)) {
    const { before, beforeSensitive } = change;
    return before && { values: before, unknown: joinedUnknown({}, beforeSensitive) };
  }
  const { after, afterUnknown, afterSensitive } = change;
  return after && { values: after, unknown: joinedUnknown(afterUnknown, afterSensitive) };
}
