import type { Json, JsonObject, ResourceChange } from '../document';
import { joinedUnknown } from './json';

export type Moment = 'after' | 'before';

/** The values of a resource, with `true` for what is not known, or not to be shown. */
export interface ValuesAt {
  readonly values: JsonObject;
  readonly unknown: Json;
}

/** What is forgotten stays in AWS as it is. */
export function momentOf(change: ResourceChange, moment: Moment): ValuesAt | undefined {
  const isSame = change.action === 'forget' || (change.action === 'no-op' && change.before !== undefined);
  if (moment === 'before' || isSame) {
    const { before, beforeSensitive } = change;
    return before && { values: before, unknown: joinedUnknown({}, beforeSensitive) };
  }
  const { after, afterUnknown, afterSensitive } = change;
  return after && { values: after, unknown: joinedUnknown(afterUnknown, afterSensitive) };
}
