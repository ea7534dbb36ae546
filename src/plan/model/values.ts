import { unknownAccount, unknownRegion, type UnknownAccount } from '../../aws/names';
import type { UnknownRegion } from '../../aws/partitions';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import type { Json, JsonObject, ResourceChange } from './document';

/** Returns the value at a path, or undefined if there is none. */
export function at(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = json;
  for (const step of path) {
    if (current === undefined || current === null || typeof current !== 'object') return undefined;
    // hasOwn, so that properties of Object.prototype are not found.
    current = Object.hasOwn(current, step) ? (current as JsonObject)[step] : undefined;
  }
  return current;
}

export function textAt(json: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const value = at(json, ...path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns the text of that name, `UNKNOWN` if it is known only after apply, or undefined if it is missing or empty. */
export function textOrUnknown(values: Json, unknown: Json, name: string): string | Unknown | undefined {
  return isUnknown(unknown, name) ? UNKNOWN : textAt(values, name);
}

/** Returns the items of a list, or none if there is no list. */
export function itemsAt(json: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const value = at(json, ...path);
  return isList(value) ? value : [];
}

/** Returns the texts of a list, sorted, or none if there is no list. */
export function textsAt(json: Json | undefined, ...path: readonly (string | number)[]): readonly string[] {
  return itemsAt(json, ...path)
    .filter((item) => typeof item === 'string')
    .sort();
}

/** Returns the keys and values of an object, or none if there is no object. */
export function entriesAt(
  json: Json | undefined,
  ...path: readonly (string | number)[]
): readonly (readonly [string, Json])[] {
  const value = at(json, ...path);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
}

/** Whether a value of `after` is known only after apply: `after_unknown` has `true` at the path, or at a prefix of it. */
export function isUnknown(unknown: Json | undefined, ...path: readonly (string | number)[]): boolean {
  let current = unknown;
  for (const step of path) {
    if (current === undefined || current === true) break;
    current = at(current, step);
  }
  return current === true;
}

/**
 * Merges `after_unknown` and `after_sensitive`: `true` if either has it. Sensitive values are treated as unknown, because
 * reports may show every known value.
 */
function mergeUnknown(unknown: Json, sensitive: Json): Json {
  if (!containsTrue(sensitive)) return unknown;
  if (sensitive === true || unknown === true) return true;
  if (!isObjectOrList(sensitive)) return unknown;
  if (!isObjectOrList(unknown)) return sensitive;
  const keys = new Set([...Object.keys(unknown), ...Object.keys(sensitive)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, mergeUnknown(at(unknown, key) ?? false, at(sensitive, key) ?? false)]),
  );
}

/** Whether a value is `true`, or contains `true` at any depth. */
export function containsTrue(json: Json): boolean {
  if (!isObjectOrList(json)) return json === true;
  return Object.values(json).some((each: Json | undefined) => each !== undefined && containsTrue(each));
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

const NONE: readonly string[] = [];

/** Returns the arguments whose values after the apply are known, but sensitive. */
export function sensitiveArguments(change: ResourceChange): readonly string[] {
  const isSame = isSameAfter(change);
  const sensitive = isSame ? change.beforeSensitive : change.afterSensitive;
  if (!containsTrue(sensitive)) return NONE;
  const values = isSame ? change.before : change.after;
  const unknown = isSame ? {} : change.afterUnknown;
  return Object.keys(values ?? {}).filter(
    (name) =>
      (sensitive === true || containsTrue(at(sensitive, name) ?? false)) &&
      !containsTrue(at(unknown, name) ?? false),
  );
}

/** Returns a placeholder for an unknown account. It differs from every account ID; check with `isAccountId`. */
export function placeholderAccount(owner: string): UnknownAccount {
  return unknownAccount(`account of ${owner}`);
}

/** Returns a placeholder for an unknown Region; check with `isRegionKnown`. */
export function placeholderRegion(owner: string): UnknownRegion {
  return unknownRegion(`region of ${owner}`);
}

const PREVIOUS_PROVIDER = 'the former provider of ';

/**
 * Returns the owner to use in the placeholders of a resource that was removed from the configuration. Each resource has its
 * own, because two of them may have been in two registries.
 */
export function previousProviderOf(address: string): string {
  return `${PREVIOUS_PROVIDER}'${address}'`;
}

export function isOfPreviousProvider(accountOrRegion: string): boolean {
  return (
    accountOrRegion.startsWith(placeholderAccount(PREVIOUS_PROVIDER)) ||
    accountOrRegion.startsWith(placeholderRegion(PREVIOUS_PROVIDER))
  );
}
