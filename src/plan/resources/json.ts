import type { NotKnown } from '../../registry';
import type { Json, JsonObject } from '../document';

/** The value at a path; undefined where there is none. */
export function at(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = json;
  for (const step of path) {
    if (current === undefined || current === null || typeof current !== 'object') return undefined;
    // Not what every object has from its prototype. Of a Json, a Json.
    current = Object.hasOwn(current, step) ? (current as JsonObject)[step] : undefined;
  }
  return current;
}

export function textAt(json: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = at(json, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

const NOT_KNOWN: NotKnown = 'notKnown';

/** The text of that name, or `notKnown` where it is known only after apply. */
export function textOrUnknown(values: Json, unknown: Json, name: string): string | undefined {
  return isUnknown(unknown, name) ? NOT_KNOWN : textAt(values, name);
}

/** The items of a list; empty where there is none. */
export function itemsAt(json: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(json, ...path);
  return isList(found) ? found : [];
}

/** The texts of a list, sorted; empty where there is none. */
export function textsAt(json: Json | undefined, ...path: readonly (string | number)[]): readonly string[] {
  return itemsAt(json, ...path)
    .filter((item) => typeof item === 'string')
    .sort();
}

/** The keys and values of an object; empty where there is none. */
export function entriesAt(
  json: Json | undefined,
  ...path: readonly (string | number)[]
): readonly (readonly [string, Json])[] {
  const found = at(json, ...path);
  if (!isObject(found)) return [];
  return Object.entries(found).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
}

/**
 * Whether a value of `after` is known only after apply: `after_unknown` has `true` there, or for the whole around it.
 */
export function isUnknown(unknown: Json | undefined, ...path: readonly (string | number)[]): boolean {
  let current = unknown;
  for (const step of path) {
    if (current === undefined || current === true) break;
    current = at(current, step);
  }
  return current === true;
}

/**
 * Two such shapes as one: `true` where either has it. Mostly the second has nothing.
 * What is marked as sensitive is treated as what nobody knows, for whatever is read may be shown.
 */
export function joinedUnknown(unknown: Json, sensitive: Json): Json {
  if (!holdsTrue(sensitive)) return unknown;
  if (sensitive === true || unknown === true) return true;
  if (!isObjectOrList(sensitive)) return unknown;
  if (!isObjectOrList(unknown)) return sensitive;
  const keys = new Set([...Object.keys(unknown), ...Object.keys(sensitive)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, joinedUnknown(at(unknown, key) ?? false, at(sensitive, key) ?? false)]),
  );
}

/** Whether anything in it is `true`. */
export function holdsTrue(json: Json): boolean {
  if (!isObjectOrList(json)) return json === true;
  return Object.values(json).some((each: Json | undefined) => each !== undefined && holdsTrue(each));
}

function isObjectOrList(json: Json): json is JsonObject | readonly Json[] {
  return typeof json === 'object' && json !== null;
}

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
