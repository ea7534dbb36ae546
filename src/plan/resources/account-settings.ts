import type { AccountSetting, UnknownValue } from '../../registry';
import type { Json, JsonObject } from '../document';
import { textOrUnknown } from './json';

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
