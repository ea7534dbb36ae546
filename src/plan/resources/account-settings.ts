import type { AccountSetting, NotKnown } from '../../registry';
import type { Json, JsonObject } from '../document';
import { textOrUnknown } from './json';

/** Not known where its name is not. */
export function accountSettingOf(values: JsonObject, unknown: Json): AccountSetting<NotKnown> | NotKnown {
  const name = textOrUnknown(values, unknown, 'name');
  if (name === undefined || name === 'notKnown') return 'notKnown';
  return {
    // Whatever it holds, it is what the provider takes for the name of a setting.
    name: name as AccountSetting['name'],
    value: textOrUnknown(values, unknown, 'value') ?? 'notKnown',
  };
}
