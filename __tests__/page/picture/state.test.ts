import { layersOf, matchesSearch, pictureState, toggledLayers } from '../../../src/page/picture/state';
import type { PictureItem } from '../../../src/report/page/picture';

const ITEMS: readonly PictureItem[] = [
  { kind: 'registry', id: 'hub', box: undefined, links: [] },
  { kind: 'arrow', id: 'a.hub.push', from: 'a', to: 'hub', layer: 'push', box: undefined, links: [] },
  { kind: 'arrow', id: 'a.hub.pull', from: 'a', to: 'hub', layer: 'pull', box: undefined, links: [] },
];

test('reads the state from the parameters of the URL', () => {
  const state = pictureState({ select: 'a.hub.push', hide: 'pull.nonsense', find: 'x' }, ITEMS);
  expect(state).toEqual({ selected: ITEMS[1], hiddenLayers: new Set(['pull']), search: 'x' });
});

test('ignores an item that the picture does not have', () => {
  expect(pictureState({ select: 'gone' }, ITEMS)).toEqual({
    selected: undefined,
    hiddenLayers: new Set(),
    search: '',
  });
});

test('shows and hides a layer', () => {
  expect(toggledLayers(new Set(), 'push')).toBe('push');
  expect(toggledLayers(new Set(['push']), 'replication')).toBe('replication.push');
  expect(toggledLayers(new Set(['push', 'replication']), 'push')).toBe('replication');
});

test('has only the layers that are drawn', () => {
  expect(layersOf(ITEMS)).toEqual(['pull', 'push']);
});

test.each([
  ['HUB', true],
  ['us hub', true],
  ['hub eu', false],
  ['  ', false],
])('the search %j finds an item: %j', (search, isFound) => {
  expect(matchesSearch(['hub', 'us-west-2'], search)).toBe(isFound);
});
