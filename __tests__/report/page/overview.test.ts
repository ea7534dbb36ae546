import { buildPageData } from '../../../src/report/page/build-page-data';
import type { Highlight } from '../../../src/report/page/highlight';
import type { LiveSection } from '../../../src/report/page/live';
import { accepted } from '../../declaration/declarations';

const HEAD = `accounts:
  images: { id: "111111111111" }
registries:
  hub: { account: images, region: eu-west-1 }
  hub_us: { account: images, region: us-east-1 }
`;

const SAFE = `${HEAD}defaults:
  repository:
    imageTagMutability: IMMUTABLE
    lifecycle: [{ tagStatus: untagged, daysSincePushed: 7, action: expire }]
repositories:
  app/a: { registry: hub }
  app/b: { registry: hub }
replication:
  - { from: hub, to: [hub_us], repositories: [app/] }
`;

function overviewOf(text: string, live?: LiveSection) {
  const about = {
    version: '0.0.0',
    file: 'topology.yaml',
    commit: undefined,
    createdAt: '2026-12-01T00:00:00Z',
    isRedacted: false,
  };
  return buildPageData({ about, loaded: accepted(text), review: undefined, live }).overview;
}

function find(highlights: readonly Highlight[], title: string): Highlight {
  const found = highlights.find((each) => each.title === title);
  if (found === undefined) {
    throw new Error(`no '${title}' in ${highlights.map((each) => each.title).join('; ')}`);
  }
  return found;
}

test('has nothing to look at for a topology without access, with immutable tags and lifecycle policies', () => {
  expect(overviewOf(SAFE).highlights).toEqual([]);
});

test('counts what the topology contains', () => {
  expect(
    overviewOf(SAFE).counts.map(({ number, label, detail }) => [number, label, detail].join(' ')),
  ).toEqual([
    '1 account ',
    '2 registries in 2 Regions',
    '4 repositories 2 originals, 2 replicas',
    '0 principals ',
    '1 replication rule 1 destination',
    '0 pull-through cache rules ',
  ]);
});

test('reports public access first, with its lines and a link', () => {
  const { highlights } = overviewOf(`${SAFE}access:
  - { allow: pull, repositories: [app/*], registries: [hub], principals: ["222222222222"] }
  - { allow: pull, repositories: [app/*], registries: [hub], principals: ["*"], public: true }
`);

  expect(highlights[0]).toEqual({
    tone: 'danger',
    title: 'Every AWS account has access to 2 repositories',
    text: 'Principals outside your organization can use these repositories.',
    names: ['app/* in hub'],
    more: 0,
    lines: [17],
    link: '#/access?problems=only',
  });
});

test('reports principals of other accounts, and access that depends on them', () => {
  const { highlights } = overviewOf(`${SAFE}access:
  - { allow: pull, repositories: [app/a], principals: ["222222222222", { organization: o-a1b2c3d4e5 }] }
`);

  expect(find(highlights, '1 principal in accounts that the topology does not declare')).toMatchObject({
    names: ['account 222222222222'],
    link: '#/access?caller=account+222222222222',
  });
  expect(
    find(highlights, 'The access of 2 principals depends on values that the topology does not contain').names,
  ).toEqual(['account 222222222222', 'organization o-a1b2c3d4e5']);
  expect(find(highlights, 'Access for 1 organization or organizational unit').names).toEqual([
    'organization o-a1b2c3d4e5',
  ]);
});

test('reports wildcards for other accounts', () => {
  const { highlights } = overviewOf(
    SAFE.replace(
      'app/b: { registry: hub }',
      'app/b: { registry: hub, statements: [{ effect: Allow, principals: ["222222222222"], actions: ["ecr:*"] }] }',
    ),
  );

  expect(find(highlights, 'Policies contain wildcards for other accounts: 2 repositories')).toMatchObject({
    tone: 'caution',
    names: ['app/b in hub', 'app/b in hub_us'],
  });
});

test('reports mutable replicas and repositories without a lifecycle policy', () => {
  const { highlights } = overviewOf(SAFE.replace(/defaults:[^]*expire \}\]\n/, ''));

  expect(find(highlights, '2 replicas have mutable tags').names).toEqual(['app/* in hub_us']);
  expect(find(highlights, '4 repositories have no lifecycle policy').names).toEqual([
    'app/* in hub',
    'app/* in hub_us',
  ]);
});

test('reports the warnings of the declaration with their lines', () => {
  const loaded = accepted(`${SAFE}access:
  - { allow: pull, repositories: [app/a], principals: ["arn:aws:iam::222222222222:role/ci"] }
`);
  const { highlights } = overviewOf(loaded.source.text);
  const [warning] = loaded.diagnostics;

  expect(find(highlights, warning?.message ?? '')).toMatchObject({
    tone: 'caution',
    names: ['access/identity-missing'],
    lines: [16],
  });
});

test('reports differences, missing images and values that could not be read', () => {
  const live: LiveSection = {
    isDifferent: true,
    isComplete: false,
    summary: 'AWS differs.',
    advice: [],
    differences: [{ title: 'Changed', lines: ['one', 'two'] }],
    unreadable: [{ message: 'hub: no permission', help: 'Allow it.' }],
    images: [
      {
        from: accepted(SAFE).topology.registries[0]!.name,
        to: accepted(SAFE).topology.registries[1]!.name,
        missing: 3,
        title: 'hub to hub_us',
        lines: [],
        more: 0,
      },
    ],
  };
  const titles = overviewOf(SAFE, live).highlights.map(({ title }) => title);

  expect(titles).toEqual([
    'AWS differs from the declaration in 2 values',
    '3 images are missing at a replication destination',
    '1 value could not be read from AWS',
  ]);
});
