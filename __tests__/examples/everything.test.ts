import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Schema } from '../declaration/editor-schema';
import { keyId, keysOf, SCHEMA } from '../declaration/keys';

/** Keys that the example omits, and the reasons. */
const OMITTED: readonly (readonly [keys: RegExp, reason: string])[] = [
  [/^backend\.(local|cloud)(\.|$)/, 'a topology has one backend'],
  [/^checks\.rules\.[a-z/-]+(\.severity)?$/, 'every rule is configured like those in the example'],
  [/^checks\.suppressions\[\]\.path$/, 'the example has no warning to suppress'],
];

/** Returns the keys of the declaration in a value. */
function keysIn(value: unknown, schema: Schema): readonly string[] {
  const schemaHere = schema.anyOf?.flatMap((branch) => keysIn(value, branch)) ?? [];
  if (Array.isArray(value)) {
    const { items } = schema;
    return [
      ...schemaHere,
      ...(items === undefined ? [] : value.flatMap((item: unknown) => keysIn(item, items))),
    ];
  }
  if (typeof value !== 'object' || value === null) return schemaHere;
  const { properties = {}, additionalProperties: others } = schema;
  const inside = Object.entries(value).flatMap(([key, part]) => {
    const property = properties[key];
    if (property !== undefined) return [keyId(schema, key), ...keysIn(part, property)];
    return typeof others === 'object' ? keysIn(part, others) : [];
  });
  return [...schemaHere, ...inside];
}

const keys = keysOf(SCHEMA);
const used = new Set(keysIn(parse(readFileSync('examples/everything.yaml', 'utf8')), SCHEMA));
const missing = [...keys].filter(([id]) => !used.has(id)).map(([, path]) => path);

test('everything.yaml contains every key of the declaration except those omitted with a reason', () => {
  expect(keys.size).toBeGreaterThan(100);
  expect(missing.filter((path) => !OMITTED.some(([unexplained]) => unexplained.test(path)))).toEqual([]);
});

test.each(OMITTED)('omits keys such as %s: %s', (unexplained) => {
  expect(missing.some((path) => unexplained.test(path))).toBe(true);
});
