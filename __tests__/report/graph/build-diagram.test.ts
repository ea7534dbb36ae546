import type { RepositoryName } from '../../../src/aws/names';
import { BASE, topologyOf } from '../../declaration/declarations';
import { arrowsOf, buildGraph, nodesOf, registryGranting, topology, withStatements } from './diagrams';
import { grants, id, registry, role, rule } from './organisation';

test("draws the article's declaration with every name", () => {
  const diagram = buildGraph(topologyOf(BASE));
  expect(diagram.accounts.map(({ label }) => label)).toEqual(['hub (111111111111)', 'account 999999999999']);
  expect(nodesOf(diagram)).toEqual([
    'develop | ap-northeast-1 | my-repo',
    'develop_us | us-west-1 | my-repo',
    'management | ap-northeast-1 | my-repo',
  ]);
  expect(arrowsOf(diagram)).toEqual([
    'develop -replication-> develop_us: my-repo',
    'develop -replication-> management: my-repo',
  ]);
  expect(diagram.notes).toEqual([]);
});

test('the order of the declaration has no effect', () => {
  const reversed = BASE.replace('[develop_us, management]', '[management, develop_us]').replace(
    /( {2}develop: \{ account.*\n)( {2}develop_us:.*\n)/,
    '$2$1',
  );
  expect(reversed).not.toBe(BASE);
  expect(buildGraph(topologyOf(reversed))).toEqual(buildGraph(topologyOf(BASE)));
});

test.each([
  [8, /^hub \| eu-west-1 \| app-0 \| .* \| app-7$/, 'copy | us-east-1 | app-0'],
  [9, /^hub \| eu-west-1 \| 9 repositories$/, 'copy | us-east-1 | 1 repository'],
])(
  'with %d repositories in one registry, all registries show theirs in the same way',
  (number, hub, copy) => {
    const names = Array.from({ length: number }, (_, index) => [`app-${index}`, []] as const);
    const nodes = nodesOf(
      buildGraph(
        topology([
          registry('copy', {
            account: id(1),
            region: 'us-east-1',
            repositories: Object.fromEntries(names.slice(0, 1)),
          }),
          registry('hub', { account: id(1), region: 'eu-west-1', repositories: Object.fromEntries(names) }),
        ]),
      ),
    );
    expect(nodes).toEqual([copy, expect.stringMatching(hub)]);
  },
);

test('counts pull time update exclusions in the box of their registry', () => {
  const hub = registry('hub', { account: id(1), region: 'eu-west-1' });
  const excluding = (...principals: readonly string[]) =>
    nodesOf(buildGraph(topology([{ ...hub, pullTimeUpdateExclusions: principals }])));
  expect(excluding()).toEqual(['hub | eu-west-1']);
  expect(excluding('arn:aws:iam::111111111111:role/a', 'arn:aws:iam::111111111111:role/b')).toEqual([
    'hub | eu-west-1 | 2 pull time update exclusions',
  ]);
});

describe('the label of replication', () => {
  test.each([
    ['all', 'all'],
    ['app/, base/', ['app/', 'base/']],
    [
      'application-one/, application-two/, … and 2 more',
      ['application-one/', 'application-two/', 'base/', 'function/'],
    ],
    ['a-very-long-pref…is-here-forever', [`a-very-long-prefix-that-${'x'.repeat(40)}-is-here-forever`]],
  ] as const)('%s', (label, filters) => {
    const destination = registry('d', { account: id(2), region: 'eu-west-1' });
    const source = registry('s', {
      account: id(1),
      region: 'eu-west-1',
      replication: [rule(filters, destination)],
    });
    expect(arrowsOf(buildGraph(topology([destination, source])))).toEqual([`s -replication-> d: ${label}`]);
  });
});

test('draws a destination outside the topology in its account', () => {
  const externalRegistry = registry('x', { account: id(3), region: 'us-east-1' });
  const source = registry('s', {
    account: id(1),
    region: 'eu-west-1',
    replication: [rule('all', externalRegistry)],
  });
  const diagram = buildGraph(topology([source]));
  expect(diagram.accounts.map(({ label }) => label)).toContain('account 333333333333');
  expect(arrowsOf(diagram)).toEqual(['s -replication-> not in this topology: all']);
});

test('merges arrows to every registry of an account into one to its box', () => {
  const spokes = ['eu-west-1', 'us-east-1'].map((region, index) =>
    registry(`spoke_${index}`, {
      account: id(2),
      region,
      repositories: { app: grants([role(id(3), 'r')], 'pull') },
    }),
  );
  const hub = registry('hub', { account: id(1), region: 'eu-west-1', replication: [rule('all', ...spokes)] });
  const diagram = buildGraph(topology([hub, ...spokes]));
  expect(arrowsOf(diagram)).toEqual([
    'role r -pull-> [ci (222222222222)]: pull',
    'hub -replication-> [ci (222222222222)]: all',
  ]);
  expect(diagram.notes).toEqual(['An arrow at the edge of a box applies to every registry in the box.']);
});

test('keeps arrows to some registries of an account separate', () => {
  const spokes = ['eu-west-1', 'us-east-1', 'us-west-2'].map((region, index) =>
    registry(`spoke_${index}`, { account: id(2), region }),
  );
  const hub = registry('hub', {
    account: id(1),
    region: 'eu-west-1',
    replication: [rule('all', ...spokes.slice(1))],
  });
  expect(arrowsOf(buildGraph(topology([hub, ...spokes])))).toEqual([
    'hub -replication-> spoke_1: all',
    'hub -replication-> spoke_2: all',
  ]);
});

test('draws no arrow from inside a box to its edge, which no renderer supports', () => {
  const own = grants([role(id(1), 'ci')], 'pull');
  const registries = ['eu-west-1', 'us-east-1'].map((region, index) =>
    registry(`r${index}`, { account: id(1), region, repositories: { app: own } }),
  );
  const [box] = buildGraph(topology(registries)).accounts;
  expect(box?.registriesId).not.toBe(box?.id);
  expect(arrowsOf(buildGraph(topology(registries)))).toEqual([
    'role ci -pull-> registries of hub (111111111111): pull',
  ]);
});

test('shortens a name in the middle, because names differ at their ends', () => {
  const long = `team/${'x'.repeat(60)}/service` as RepositoryName;
  const [node] = buildGraph(
    topology([registry('r', { account: id(1), region: 'eu-west-1', repositories: { [long]: [] } })]),
  ).accounts[0]!.registries;
  expect(node?.lines[2]).toMatch(/^team\/x+…x+\/service$/);
  expect(node?.lines[2]).toHaveLength(48);
  expect(node?.tooltip).toContain(long);
});

describe('pull-through caches', () => {
  const cached = (caches: string) =>
    buildGraph(
      topologyOf(
        BASE.replace(
          'management: { account: management, region: ap-northeast-1',
          `management: { account: management, region: ap-northeast-1, pullThroughCache: [${caches}]`,
        ),
      ),
    );

  test('lead from the upstream, with the repository names of the cache', () => {
    const diagram = cached(
      '{ prefix: quay, upstream: quay.io }, { prefix: coreos, upstream: quay.io, upstreamPrefix: coreos }, ' +
        '{ prefix: ROOT, upstream: public.ecr.aws }',
    );
    expect(nodesOf(diagram)).toEqual(expect.arrayContaining(['quay.io', 'public.ecr.aws']));
    expect(arrowsOf(diagram).filter((arrow) => arrow.includes('cache'))).toEqual([
      'public.ecr.aws -cache-> management: all',
      'quay.io -cache-> management: coreos/, quay/',
    ]);
    expect(diagram.arrows.find(({ label }) => label.startsWith('coreos'))?.tooltip).toBe(
      'management caches quay.io/coreos under coreos/\nmanagement caches quay.io under quay/',
    );
  });

  test('lead from the upstream registry if it is declared', () => {
    const diagram = cached(
      '{ prefix: develop, upstream: 111111111111.dkr.ecr.us-west-1.amazonaws.com, customRoleArn: "arn:aws:iam::999999999999:role/cache" }',
    );
    expect(arrowsOf(diagram)).toContain('develop_us -cache-> management: develop/');
    expect(diagram.nodes).toEqual([]);
  });
});

describe('registries without repositories or arrows', () => {
  const empty = (account: number, region: string) =>
    registry(`empty_${account}_${region.replaceAll('-', '_')}`, { account: id(account), region });
  const hub = registry('hub', {
    account: id(1),
    region: 'eu-west-1',
    repositories: { app: grants([role(id(1), 'ci')], 'pull') },
  });
  const REGIONS = ['us-east-1', 'us-west-2'];

  test('of an account are one node in its box', () => {
    const diagram = buildGraph(topology([...REGIONS.map((region) => empty(1, region)), hub]));
    expect(nodesOf(diagram)).toContain('2 registries | without repositories or arrows');
    expect(diagram.accounts.map(({ id: box, registriesId }) => box === registriesId)).toEqual([true]);
  });

  test('of many accounts that have nothing else are one node outside all boxes', () => {
    const accounts = [2, 3, 4];
    const diagram = buildGraph(topology([...accounts.map((account) => empty(account, 'us-east-1')), hub]));
    expect(diagram.nodes.map(({ lines }) => lines)).toEqual([
      ['3 registries in 3 accounts', 'without repositories or arrows'],
    ]);
    expect(diagram.accounts).toHaveLength(1);
  });

  test('are drawn each if there is one', () => {
    expect(nodesOf(buildGraph(topology([empty(1, 'us-east-1'), hub])))).toContain(
      'empty_1_us_east_1 | us-east-1',
    );
  });
});

test('a note reports access other than pull and push', () => {
  const { registries } = registryGranting(role(id(2), 'scanner'));
  const actions = { isNot: false, values: ['ecr:DescribeImages', 'ecr:ListImages'] };
  const diagram = buildGraph(
    topology(withStatements(registries, (statement) => ({ ...statement, actions }))),
  );
  expect(diagram.arrows).toEqual([]);
  expect(diagram.notes).toEqual([
    'Access other than pull and push is not drawn: role scanner (ci) (ecr:DescribeImages, ecr:ListImages).',
  ]);
});

test('a note reports arrows inside one account at the level of detail accounts', () => {
  const own = registry('r', {
    account: id(1),
    region: 'eu-west-1',
    repositories: { app: grants([role(id(1), 'ci')], 'pull') },
  });
  expect(buildGraph(topology([own]), 'accounts').notes).toEqual([
    'Each box is an account. Its registries are not drawn separately.',
    'Replication, pulls and pushes inside one account are not drawn.',
  ]);
});
