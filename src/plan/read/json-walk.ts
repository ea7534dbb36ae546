import type { Json, JsonObject } from '../model/document';
import { isObject } from '../model/values';
import type { JsonCursor } from './json-cursor';

/** The reading position in a plan, and the first fault in the shape of the plan. */
export interface Walk {
  readonly cursor: JsonCursor;
  fault: ShapeFault | undefined;
}

/** Returns the result of `read`, or undefined if it throws a `ShapeFault`, which is recorded so that reading continues. */
export function tryRead<T>(walk: Walk, read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    walk.fault ??= error;
    return undefined;
  }
}

/** Reads a list. Null counts as an empty list. `visit` must read the item. */
export function readItems(walk: Walk, jsonPath: string, visit: (jsonPath: string) => void): void {
  if (walk.cursor.nextKind() === 'list') {
    walk.cursor.forEachItem((index) => {
      visit(`${jsonPath}[${index}]`);
    });
    return;
  }
  const value = walk.cursor.readValue();
  if (value !== null) walk.fault ??= wrongShape(jsonPath, 'a list', value);
}

/**
 * Reads an object. Null counts as an empty object. `visit` must read the value. A duplicate key is a fault, because another
 * program might read the other value.
 */
export function readMembers(walk: Walk, jsonPath: string, visit: (key: string) => void): void {
  if (walk.cursor.nextKind() !== 'object') {
    const value = walk.cursor.readValue();
    if (value !== null) walk.fault ??= wrongShape(jsonPath, 'an object', value);
    return;
  }
  const seen = new Set<string>();
  walk.cursor.forEachMember((key) => {
    if (seen.has(key)) walk.fault ??= new ShapeFault(`${jsonPath} has the duplicate key ${shortJson(key)}.`);
    seen.add(key);
    visit(key);
  });
}

/** Skips a value. Reads lists and objects item by item, because they may be large. */
export function skipValue({ cursor }: Walk): void {
  const kind = cursor.nextKind();
  if (kind === 'list') cursor.forEachItem(() => cursor.readValue());
  else if (kind === 'object') cursor.forEachMember(() => cursor.readValue());
  else cursor.readValue();
}

// All keys below are fixed names of Terraform, and none of them is a property of Object.prototype.

/** A value of a plan with an unexpected shape. Caught in this folder. */
export class ShapeFault extends Error {}

/** @throws ShapeFault */
export function objectAt(parent: JsonObject, key: string, jsonPath: string): JsonObject {
  return asObject(parent[key], `${jsonPath}.${key}`);
}

/** @throws ShapeFault */
export function asObject(value: Json | undefined, jsonPath: string): JsonObject {
  if (isObject(value)) return value;
  throw wrongShape(jsonPath, 'an object', value);
}

/** Returns undefined if the object is missing or null. @throws ShapeFault */
export function optionalObjectAt(parent: JsonObject, key: string, jsonPath: string): JsonObject | undefined {
  const value = parent[key];
  return value === undefined || value === null ? undefined : asObject(value, `${jsonPath}.${key}`);
}

/** Returns a text that is not empty. @throws ShapeFault */
export function textAt(parent: JsonObject, key: string, jsonPath: string): string {
  const text = optionalTextAt(parent, key, jsonPath);
  if (text !== undefined) return text;
  throw wrongShape(`${jsonPath}.${key}`, 'a string that is not empty', parent[key]);
}

/** Returns undefined if the text is missing, empty or null. @throws ShapeFault */
export function optionalTextAt(parent: JsonObject, key: string, jsonPath: string): string | undefined {
  const value = parent[key];
  if (typeof value === 'string' && value !== '') return value;
  if (value === undefined || value === null || value === '') return undefined;
  throw wrongShape(`${jsonPath}.${key}`, 'a string', value);
}

/** Returns an empty list if the list is missing or null. @throws ShapeFault */
export function listAt(parent: JsonObject, key: string, jsonPath: string): readonly Json[] {
  return asList(parent[key] ?? [], `${jsonPath}.${key}`);
}

/** @throws ShapeFault */
export function asList(value: Json | undefined, jsonPath: string): readonly Json[] {
  // Array.isArray narrows to any[].
  if (Array.isArray(value)) return value as readonly Json[];
  throw wrongShape(jsonPath, 'a list', value);
}

export function wrongShape(jsonPath: string, expected: string, actual: Json | undefined): ShapeFault {
  return new ShapeFault(`${jsonPath} ${describeValue(actual)}. It must be ${expected}.`);
}

/** Returns the JSON of a value for a message, cut after 60 characters. */
export function shortJson(actual: Json): string {
  const text = JSON.stringify(actual);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function describeValue(actual: Json | undefined): string {
  if (actual === undefined) return 'is missing';
  if (actual === null) return 'is null';
  if (actual === '') return 'is empty';
  if (Array.isArray(actual)) return 'is a list';
  const type = typeof actual;
  return type === 'object' ? 'is an object' : `is a ${type}`;
}
