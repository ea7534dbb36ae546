import { z } from 'zod';
import { section } from '../../../src/declaration/schema/field-types';
import {
  entriesOf,
  isPresent,
  isRefused,
  itemsOf,
  present,
  type Located,
} from '../../../src/declaration/schema/located';
import { validateShape } from '../../../src/declaration/schema/validation';
import { DECLARATION_FILE } from '../../../src/declaration/syntax/source';
import { parseYaml } from '../../../src/declaration/syntax/yaml';

const schema = section(
  {
    name: z.string().optional(),
    size: z.int().optional(),
    names: z.union([z.string(), z.array(z.string())]).optional(),
    tags: z.record(z.string(), z.string()).optional(),
  },
  'A section.',
);

function locateText(text: string): Located<z.input<typeof schema>> {
  const { tree } = parseYaml({ file: 'topology.yaml', text }, DECLARATION_FILE);
  return validateShape('topology.yaml', tree!, schema, DECLARATION_FILE).declared;
}

test('distinguishes an absent, a refused and a present key', () => {
  const { name, size, names } = locateText('{ size: large, names: [a] }').value;
  expect([name, size?.value]).toEqual([undefined, undefined]);
  expect([name, size, names].map(isRefused)).toEqual([false, true, false]);
  expect([isPresent(name), isPresent(size), isPresent(names)]).toEqual([false, false, true]);
  expect([present(size), present(names)]).toEqual([undefined, names]);
});

test('gives each member of a mapping and each item of a list its path', () => {
  const { names, tags } = locateText('{ names: [a, b], tags: { team: x } }').value;
  expect(itemsOf(names)).toEqual([
    { path: ['names', 0], value: 'a' },
    { path: ['names', 1], value: 'b' },
  ]);
  expect(tags?.value?.team).toEqual({ path: ['tags', 'team'], value: 'x' });
});

test('leaves a refused item out of a list, and the others keep their index', () => {
  expect(itemsOf(locateText('names: [a, 5, c]').value.names).map(({ path }) => path)).toEqual([
    ['names', 0],
    ['names', 2],
  ]);
});

test('returns a single value as one item, and no items of an absent or refused list', () => {
  expect(itemsOf(locateText('names: a').value.names)).toEqual([{ path: ['names'], value: 'a' }]);
  expect(itemsOf(locateText('names: 5').value.names)).toEqual([]);
  expect(itemsOf(locateText('name: a').value.names)).toEqual([]);
});

test('returns the entries of a mapping in the order of the file, with refused values', () => {
  const { tags } = locateText('tags: { b: x, "10": y, a: 5 }').value;
  expect(entriesOf(tags).map(([key, { value }]) => [key, value])).toEqual([
    ['b', 'x'],
    ['10', 'y'],
    ['a', undefined],
  ]);
});

test('marks a mapping with a refused merge as incomplete', () => {
  expect(locateText('{ name: a }').isIncomplete).toBeUndefined();
  expect(locateText('{ name: a, <<: 5 }').isIncomplete).toBe(true);
});

test('treats a root that is not a mapping as an empty one', () => {
  const { value, keys } = locateText('[a]');
  expect([Object.keys(value), keys]).toEqual([[], []]);
});
