import type { Json, JsonObject } from '../document';
import { isObject } from '../resources/json';

// All keys below are fixed names of Terraform, and none of them is a property of Object.prototype.

/** A value of a plan with an unexpected shape. Caught in this folder. */
export class ShapeFault extends Error {}

/** @throws ShapeFault */
export function objectAt(holder: JsonObject, key: string, place: string): JsonObject {
  return asObject(holder[key], `${place}.${key}`);
}

/** @throws ShapeFault */
export function asObject(value: Json | undefined, place: string): JsonObject {
  if (isObject(value)) return value;
  throw wrongShape(place, 'an object', value);
}

/** Returns undefined if the object is missing or null. @throws ShapeFault */
export function optionalObjectAt(holder: JsonObject, key: string, place: string): JsonObject | undefined {
  const value = holder[key];
  return value === undefined || value === null ? undefined : asObject(value, `${place}.${key}`);
}

/** Returns a text that is not empty. @throws ShapeFault */
export function textAt(holder: JsonObject, key: string, place: string): string {
  const text = optionalTextAt(holder, key, place);
  if (text !== undefined) return text;
  throw wrongShape(`${place}.${key}`, 'a text', holder[key]);
}

/** Returns undefined if the text is missing, empty or null. @throws ShapeFault */
export function optionalTextAt(holder: JsonObject, key: string, place: string): string | undefined {
  const value = holder[key];
  if (typeof value === 'string' && value !== '') return value;
  if (value === undefined || value === null || value === '') return undefined;
  throw wrongShape(`${place}.${key}`, 'a text', value);
}

/** Returns an empty list if the list is missing or null. @throws ShapeFault */
export function listAt(holder: JsonObject, key: string, place: string): readonly Json[] {
  return asList(holder[key] ?? [], `${place}.${key}`);
}

/** @throws ShapeFault */
export function asList(value: Json | undefined, place: string): readonly Json[] {
  // Array.isArray narrows to any[].
  if (Array.isArray(value)) return value as readonly Json[];
  throw wrongShape(place, 'a list', value);
}

export function wrongShape(place: string, expected: string, found: Json | undefined): ShapeFault {
  return new ShapeFault(`${place} is to be ${expected}, and ${described(found)}.`);
}

/** Returns the JSON of a value for a message, cut after 60 characters. */
export function shown(found: Json): string {
  const text = JSON.stringify(found);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function described(found: Json | undefined): string {
  if (found === undefined) return 'is missing';
  if (found === null) return 'is null';
  if (found === '') return 'is empty';
  if (Array.isArray(found)) return 'is a list';
  const type = typeof found;
  return type === 'object' ? 'is an object' : `is a ${type === 'string' ? 'text' : type}`;
}
