import { withoutCachedRepositories } from '../../../src/declaration/write/cached-repositories';
import { UNKNOWN } from '../../../src/model/unknown';
import { topologyOf } from '../declarations';

const REGISTRIES = `accounts:
  develop: { id: "111111111111" }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  us:
    account: develop
    region: us-west-1
    pullThroughCache:
      - { prefix: quay, upstream: quay.io }
      - { prefix: public/ecr, upstream: public.ecr.aws }
`;

const CACHED = topologyOf(`${REGISTRIES}
repositories:
  quay/nginx: { registry: us }
  public/ecr/nginx: { registry: us }
  public/site: { registry: us }
  quayside: { registry: us }
  quay/app: { registry: develop }
replication:
  - { from: develop, to: [us], repositories: [quay/app] }
`);

function namesIn({ registries }: Pick<typeof CACHED, 'registries'>) {
  return registries.map(({ name, repositories }) => [name, repositories.map((each) => each.name)]);
}

test('leaves out repositories below the prefix of a pull-through cache, but not replicas', () => {
  const { topology, notes } = withoutCachedRepositories(CACHED);
  expect(namesIn({ ...CACHED, ...topology } as typeof CACHED)).toEqual([
    ['develop', ['quay/app']],
    ['us', ['public/site', 'quay/app', 'quayside']],
  ]);
  expect(notes).toEqual([
    expect.objectContaining({
      kind: 'omitted',
      registry: 'us',
      repositories: ['public/ecr/nginx', 'quay/nginx'],
      what: "Not in the declaration: the repositories of the pull-through cache in 'us' below 'public/ecr', 'quay'.",
    }),
  ]);
});

test('leaves out nothing if the prefix is ROOT, or the caches are unknown', () => {
  const atRoot = topologyOf(
    `${REGISTRIES.replace('{ prefix: quay, upstream: quay.io }', '{ prefix: ROOT, upstream: quay.io }').replace(/^.*public.ecr.aws.*\n/m, '')}
repositories:
  nginx: { registry: us }
`,
  );
  const unknown = {
    ...CACHED,
    registries: CACHED.registries.map((registry) => ({ ...registry, pullThroughCache: UNKNOWN })),
  };
  for (const topology of [atRoot, unknown]) {
    expect(withoutCachedRepositories(topology)).toEqual({ topology, notes: [] });
  }
});
