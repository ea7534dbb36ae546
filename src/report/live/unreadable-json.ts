import { groupUnreadable, type UnreadableValue } from './unreadable';

/**
 * Returns what could not be read as an object for each registry and reason. The fields are documented in
 * docs/reference/json.md.
 * @param nameOf returns the name of a registry
 */
export function unreadableJson(
  unreadable: readonly UnreadableValue[],
  nameOf: Parameters<typeof groupUnreadable>[1],
): readonly object[] {
  return groupUnreadable(unreadable, nameOf).map(({ registry = null, values, message, help }) => {
    const [{ part, failure }] = values;
    return {
      registry,
      part,
      names: values.flatMap(({ name }) => name ?? []),
      action: failure.call,
      kind: failure.kind,
      code: failure.code,
      message,
      help,
    };
  });
}
