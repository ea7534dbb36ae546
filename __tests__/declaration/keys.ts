import { jsonSchemaText } from '../../src/lint/declaration/declaration-schema';

/** The part of a JSON Schema that describes keys and values. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minimum?: number;
  readonly minProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

export const SCHEMA = JSON.parse(jsonSchemaText()) as Schema; // our own, in the shape above

/** Returns an ID for a key of a section. The description identifies the section. */
export function keyId({ description = '' }: Schema, key: string): string {
  return `${key} of: ${description}`;
}

/**
 * Returns every key of the schema with the first path at which it appears. A section that appears in several places,
 * such as a statement, counts once.
 */
export function keysOf(
  schema: Schema,
  path = '',
  found = new Map<string, string>(),
): ReadonlyMap<string, string> {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? key : `${path}.${key}`;
    const id = keyId(schema, key);
    if (found.has(id)) continue;
    found.set(id, at);
    keysOf(value, at, found);
  }
  const { additionalProperties: values, items } = schema;
  if (typeof values === 'object') keysOf(values, `${path}.*`, found);
  if (items !== undefined) keysOf(items, `${path}[]`, found);
  for (const branch of schema.anyOf ?? []) keysOf(branch, path, found);
  return found;
}
