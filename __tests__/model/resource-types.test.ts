import { REGISTRY_PARTS, REGISTRY_TYPE_NAMES, REPOSITORY_PARTS, rowOf } from '../../src/model/resource-types';

/** The parts of all types under `import`: of a registry, or of a repository. */
function partsOfTypes(of: 0 | 1): readonly string[] {
  return REGISTRY_TYPE_NAMES.flatMap((type) => rowOf(type).importParts[of] ?? []);
}

test('each part under `import` belongs to one type', () => {
  expect([...partsOfTypes(0)].sort()).toEqual([...REGISTRY_PARTS].sort());
  expect([...partsOfTypes(1)].sort()).toEqual([...REPOSITORY_PARTS].sort());
});

test.each(['planKind', 'singleton'] as const)('no two types have the same %s', (cell) => {
  const values = REGISTRY_TYPE_NAMES.flatMap((type) => rowOf(type)[cell] ?? []);
  expect(new Set(values).size).toBe(values.length);
});
