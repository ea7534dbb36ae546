import { relatedItems } from '../../../src/page/picture/relations';
import type { PictureItem } from '../../../src/report/page/picture';

function node(id: string, box?: string): PictureItem {
  return { kind: 'registry', id, box, links: [] };
}

function arrow(from: string, to: string): PictureItem {
  return { kind: 'arrow', id: `${from}-${to}`, from, to, layer: 'pull', box: undefined, links: [] };
}

/** `ci` reaches one registry, and `prod` every registry of the inner box. */
const ITEMS = [
  { ...node('account'), kind: 'box' },
  { ...node('registries', 'account'), kind: 'box' },
  node('hub', 'registries'),
  node('mirror', 'registries'),
  node('own', 'account'),
  node('ci'),
  node('prod'),
  node('alone'),
  arrow('ci', 'hub'),
  arrow('prod', 'registries'),
  arrow('hub', 'mirror'),
  arrow('own', 'hub'),
] as const satisfies readonly PictureItem[];

function related(id: string): readonly string[] {
  const selected = ITEMS.find((item) => item.id === id);
  if (selected === undefined) throw new Error(`no item ${id}`);
  return [...relatedItems(selected, ITEMS)].map((item) => item.id).sort();
}

test('a node is related to its arrows and their ends, and to the boxes around them', () => {
  expect(related('ci')).toEqual(['account', 'ci', 'ci-hub', 'hub', 'registries']);
});

test('an arrow at the edge of a box applies to everything in the box', () => {
  expect(related('mirror')).toEqual([
    'account',
    'hub',
    'hub-mirror',
    'mirror',
    'prod',
    'prod-registries',
    'registries',
  ]);
  expect(related('prod')).toEqual(['account', 'hub', 'mirror', 'prod', 'prod-registries', 'registries']);
});

test('a box is related to what it contains and to their arrows', () => {
  expect(related('account')).toEqual(
    ITEMS.map(({ id }) => id)
      .filter((id) => id !== 'alone')
      .sort(),
  );
});

test('an arrow is related to its ends', () => {
  expect(related('hub-mirror')).toEqual(['account', 'hub', 'hub-mirror', 'mirror', 'registries']);
});

test('a node without arrows is related to nothing else', () => {
  expect(related('alone')).toEqual(['alone']);
});
