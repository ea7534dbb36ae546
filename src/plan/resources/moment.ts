import type { Json, JsonObject, ResourceChange } from '../document';
import { joinedUnknown } from './json';

export type Moment = 'after' | 'before';

/** The values of a resource, with `true` for what is not known, or not to be shown. */
export interface ValuesAt {
  readonly values: JsonObject;
  readonly unknown: Json;
}

/** Whether it is afterwards as it was: what is forgotten stays in AWS, and of most of a large plan nothing changes. */
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
