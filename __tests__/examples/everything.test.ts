import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { jsonSchemaText } from '../../src/topology';

/** What of the JSON Schema leads to keys. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

const SCHEMA = JSON.parse(jsonSchemaText()) as Schema; // our own, in the shape above

/** Keys that do not stand in the example, and why. */
const LEFT_OUT: readonly (readonly [keys: RegExp, reason: string])[] = [
  [/^backend\.(local|cloud)(\.|$)/, 'a topology has one backend'],
  [/^checks\.rules\.[a-z-]+(\.severity)?$/, 'every rule is set as those are that stand there'],
];

/**
 * Every key of the language by the first path at which it stands. A section that stands in several places, such as a
 * statement, is one: sections are told apart by their descriptions.
 */
function keysOf(schema: Schema, path: string, found: Map<string, string>): Map<string, string> {
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

/** The keys of the language that a value holds. */
function keysIn(value: unknown, schema: Schema): readonly string[] {
  const here = schema.anyOf?.flatMap((branch) => keysIn(value, branch)) ?? [];
  if (Array.isArray(value)) {
    const { items } = schema;
    return [...here, ...(items === undefined ? [] : value.flatMap((item: unknown) => keysIn(item, items)))];
  }
  if (typeof value !== 'object' || value === null) return here;
  const { properties = {}, additionalProperties: others } = schema;
  const inside = Object.entries(value).flatMap(([key, part]) => {
    const property = properties[key];
    if (property !== undefined) return [keyId(schema, key), ...keysIn(part, property)];
    return typeof others === 'object' ? keysIn(part, others) : [];
  });
  return [...here, ...inside];
}

function keyId({ description = '' }: Schema, key: string): string {
  return `${key} of: ${description}`;
}

const keys = keysOf(SCHEMA, '', new Map());
const used = new Set(keysIn(parse(readFileSync('examples/everything.yaml', 'utf8')), SCHEMA));
const missing = [...keys].filter(([id]) => !used.has(id)).map(([, path]) => path);

test('everything.yaml has every key of the language, but for those that are left out with a reason', () => {
  expect(keys.size).toBeGreaterThan(100);
  expect(missing.filter((path) => !LEFT_OUT.some(([left]) => left.test(path)))).toEqual([]);
});

test.each(LEFT_OUT)('keys such as %s are left out: %s', (left) => {
  expect(missing.some((path) => left.test(path))).toBe(true);
});
