import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { keyId, keysOf, SCHEMA, type Schema } from '../topology/keys';

/** Keys that the example omits, and the reasons. */
const LEFT_OUT: readonly (readonly [keys: RegExp, reason: string])[] = [
  [/^backend\.(local|cloud)(\.|$)/, 'a topology has one backend'],
  [/^checks\.rules\.[a-z-]+(\.severity)?$/, 'every rule is set as those are that stand there'],
];

/** Returns the keys of the declaration in a value. */
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

const keys = keysOf(SCHEMA);
const used = new Set(keysIn(parse(readFileSync('examples/everything.yaml', 'utf8')), SCHEMA));
const missing = [...keys].filter(([id]) => !used.has(id)).map(([, path]) => path);

test('everything.yaml contains every key of the declaration except those omitted with a reason', () => {
  expect(keys.size).toBeGreaterThan(100);
  expect(missing.filter((path) => !LEFT_OUT.some(([left]) => left.test(path)))).toEqual([]);
});

test.each(LEFT_OUT)('omits keys such as %s: %s', (left) => {
  expect(missing.some((path) => left.test(path))).toBe(true);
});
