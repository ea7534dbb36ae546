import type { AccountSetting } from '../../model/settings.account-setting';
import type { UnknownValue } from '../../model/unknown';
import type { Json, JsonObject } from '../model/document';
import { textOrUnknown } from '../model/values';

/** Returns `notKnown` if the name of the setting is unknown. */
export function decodeAccountSetting(
  values: JsonObject,
  unknown: Json,
): AccountSetting<UnknownValue> | UnknownValue {
  const name = textOrUnknown(values, unknown, 'name');
  if (name === undefined || name === 'notKnown') return 'notKnown';
  return {
    // The provider accepts it as the name of a setting.
    name: name as AccountSetting['name'],
    value: textOrUnknown(values, unknown, 'value') ?? 'notKnown',
  };
}
