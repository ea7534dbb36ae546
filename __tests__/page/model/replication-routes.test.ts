import { accountNames } from '../../../src/access/evaluate/grantees';
import {
  filterRoutes,
  missingImages,
  routeId,
  routeState,
  routeTable,
} from '../../../src/page/model/replication-routes';
import { accessEntries } from '../../../src/report/page/access';
import { replicationEntries } from '../../../src/report/page/replication';
import { accepted } from '../../declaration/declarations';

const LOADED = accepted(`accounts:
  images: { id: "111111111111" }
  production: { id: "222222222222" }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: images, region: us-east-1 }
  production: { account: production, region: eu-west-1 }
repositories:
  app: { registry: hub }
  tool: { registry: hub_us }
replication:
  - { from: hub, to: [production, hub_us], repositories: [app] }
  - { from: hub_us, to: [production], repositories: [tool] }
`);

const ROUTES = replicationEntries(
  LOADED,
  accessEntries(LOADED.topology, accountNames(LOADED.deployment.accounts)),
);

test.each([
  [{}, ['hub..hub_us', 'hub..production', 'hub_us..production']],
  [{ text: 'TOOL' }, ['hub_us..production']],
  [{ text: '222222222222' }, ['hub..production', 'hub_us..production']],
  [{ registry: 'hub' }, ['hub..hub_us', 'hub..production']],
  [{ state: 'no' }, []],
])('filters by %j', (filter, expected) => {
  expect(filterRoutes(ROUTES, filter).map(routeId)).toEqual(expected);
});

test('arranges routes by source and destination', () => {
  const { sources, destinations, routeAt } = routeTable(ROUTES);

  expect(sources).toEqual(['hub', 'hub_us']);
  expect(destinations.map(({ text }) => text)).toEqual(['hub_us', 'production']);
  expect(destinations.map((to) => routeAt('hub_us', to)?.repositories)).toEqual([undefined, 1]);
});

test('names the most serious answer of a route', () => {
  const answer = { text: '', repositories: 1, names: [], example: undefined };

  expect(routeState({ answers: [] })).toBe('none');
  expect(
    routeState({
      answers: [
        { ...answer, kind: 'yes' },
        { ...answer, kind: 'unknown' },
      ],
    }),
  ).toBe('unknown');
});

test('returns the missing images of a route', () => {
  const [route] = ROUTES;
  if (route?.to.name === undefined) throw new Error('no route');
  const images = { from: route.from, to: route.to.name, title: 'a', lines: [], more: 0 };
  const live = {
    isDifferent: true,
    isComplete: true,
    summary: '',
    advice: [],
    differences: [],
    unreadable: [],
    images: [
      { ...images, missing: 2 },
      { ...images, missing: 0 },
    ],
  };

  expect(missingImages({ live }, route)).toEqual([live.images[0]]);
  expect(missingImages({ live: undefined }, route)).toEqual([]);
});
