import { findDifferences } from '../../src/verify/differences';
import { differenceText } from '../../src/verify/difference';
import type { PlannedTopology } from '../../src/model/topology';
import { DECLARED, DEFAULT_TAGS, DEPLOYED, SEEDED } from './seeded-differences';

function differencesFrom(topology: PlannedTopology, ignoresUndeclared = false): readonly string[] {
  return findDifferences(
    DECLARED,
    { topology, unreadable: [] },
    { defaultTags: DEFAULT_TAGS, ignoresUndeclared },
  ).map((difference) => `${difference.kind} ${differenceText(difference)}`);
}

test('finds nothing if AWS contains what is declared', () => {
  expect(differencesFrom(DEPLOYED)).toEqual([]);
});

test.each(Object.entries(SEEDED))('finds that %s, and nothing else', (_, { change, expected }) => {
  expect(differencesFrom(change(DEPLOYED))).toEqual(expected);
});

test('seeds at least 30 different changes', () => {
  expect(Object.keys(SEEDED).length).toBeGreaterThanOrEqual(30);
});

test('with all changes of different values together, finds each of them', () => {
  const names = ['a replica was deleted', 'a tag was added', 'the registry policy has scope V1'];
  const changes = names.map((name) => SEEDED[name]!);
  const changed = changes.reduce((topology, { change }) => change(topology), DEPLOYED);

  expect(differencesFrom(changed).toSorted()).toEqual(changes.flatMap(({ expected }) => expected).toSorted());
});
