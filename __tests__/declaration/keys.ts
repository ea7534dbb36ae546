import { inlinedSchema, type Schema } from './editor-schema';

export const SCHEMA = inlinedSchema();

/** Returns an ID for a key of a section. The title or description identifies the section. */
export function keyId({ title, description = '' }: Schema, key: string): string {
  return `${key} of: ${title ?? description}`;
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
