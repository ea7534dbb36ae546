import type { Json, JsonObject } from '../model/document';
import { isObject } from '../model/values';

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
  throw wrongShape(`${jsonPath}.${key}`, 'a text', parent[key]);
}

/** Returns undefined if the text is missing, empty or null. @throws ShapeFault */
export function optionalTextAt(parent: JsonObject, key: string, jsonPath: string): string | undefined {
  const value = parent[key];
  if (typeof value === 'string' && value !== '') return value;
  if (value === undefined || value === null || value === '') return undefined;
  throw wrongShape(`${jsonPath}.${key}`, 'a text', value);
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
  return new ShapeFault(`${jsonPath} is to be ${expected}, and ${describeValue(actual)}.`);
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
  return type === 'object' ? 'is an object' : `is a ${type === 'string' ? 'text' : type}`;
}
