import { readTopology } from '../../../src/live/registry/read-topology';
import type { PlannedRegistry } from '../../../src/model/topology';
import { UNKNOWN } from '../../../src/model/unknown';
import { Fake } from '../fake/fake';
import { targetsIn, useFake } from '../fake-profiles';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';

let fake: Fake;
let profiles: ReturnType<typeof useFake>;

beforeAll(async () => {
  fake = await Fake.start();
  profiles = useFake(fake, { [ACCOUNT]: ACCOUNT });
});

beforeEach(() => {
  fake.reset();
});

afterAll(async () => {
  profiles.restore();
  await fake.close();
});

/** Returns the registry, and the message of each value that could not be read. */
async function read(): Promise<{ readonly registry: PlannedRegistry; readonly messages: readonly string[] }> {
  const { topology, unreadable } = await readTopology(targetsIn(ACCOUNT, REGION));
  const [registry] = topology.registries;
  if (registry === undefined) throw new Error('no registry');
  return {
    registry,
    messages: unreadable.map(({ part, name, failure }) => `${part} ${name ?? '-'}: ${failure.message}`),
  };
}

test('a value that this version does not support is unknown, with its text in the reason', async () => {
  const registry = fake.registry(ACCOUNT, REGION);
  registry.addRepository({ name: 'app' });
  const { state } = registry;
  const repository = state.repositories.get('app')!;
  state.repositories.set('app', {
    ...repository,
    mutability: 'FROZEN' as never,
    encryption: { encryptionType: 'QUANTUM' as never },
    policy: JSON.stringify({ Version: '2030-01-01', Statement: [] }),
  });
  state.scanning = { scanType: 'DEEP' as never, rules: [] };
  state.replication = [
    { destinations: [], repositoryFilters: [{ filter: 'v*', filterType: 'TAG_MATCH' as never }] },
  ];
  registry.addCreationTemplate({ prefix: 'team', appliedFor: ['REPLICATION', 'DELETION' as never] });

  const live = await read();

  expect(live.messages).toEqual([
    "creationTemplates team: The appliedFor 'REPLICATION, DELETION' of the creation template 'team' is not supported.",
    'replication -: A replication rule has a kind of filter that is not supported.',
    "repositories app: The imageTagMutability 'FROZEN' of the repository 'app' is not supported.",
    'repositoryPolicies app: The policy is not supported: its Version is neither 2012-10-17 nor 2008-10-17.',
    'scanning -: The scanning configuration has a value that is not supported.',
  ]);
  const { repositories, scanning, replication, creationTemplates } = live.registry;
  expect([scanning, replication]).toEqual([UNKNOWN, UNKNOWN]);
  expect(repositories[0]?.policy).toBe(UNKNOWN);
  expect(repositories[0]?.settings).toMatchObject({ imageTagMutability: UNKNOWN, encryption: UNKNOWN });
  expect(creationTemplates).toMatchObject([{ prefix: 'team', appliedFor: UNKNOWN }]);
});

test('ignores tags of AWS services, as the provider does', async () => {
  fake.registry(ACCOUNT, REGION).addRepository({
    name: 'app',
    tags: { 'z-team': 'a', 'aws:cloudformation:stack-name': 'old', area: 'b' },
  });

  const { registry } = await read();

  expect(JSON.stringify(registry.repositories[0]?.settings.tags)).toBe('{"area":"b","z-team":"a"}');
});

test('reads a rule without filters as one for all repositories, and sorts rules and destinations', async () => {
  const to = (region: string, registryId = ACCOUNT) => ({ region, registryId });
  fake.registry(ACCOUNT, REGION).setReplication([
    { destinations: [to('us-west-2'), to('eu-west-1')] },
    {
      destinations: [to('eu-west-1', '222222222222')],
      repositoryFilters: [
        { filter: 'prod', filterType: 'PREFIX_MATCH' },
        { filter: 'dev', filterType: 'PREFIX_MATCH' },
      ],
    },
  ]);

  const { registry } = await read();

  expect(registry.replication).toEqual([
    {
      filters: 'all',
      destinations: [
        { accountId: ACCOUNT, region: 'eu-west-1' },
        { accountId: ACCOUNT, region: 'us-west-2' },
      ],
    },
    { filters: ['dev', 'prod'], destinations: [{ accountId: '222222222222', region: 'eu-west-1' }] },
  ]);
});

test.each([
  ['ROOT', '222222222222.dkr.ecr.us-east-1.amazonaws.com', 'ROOT', undefined],
  ['cache', '222222222222.dkr.ecr.us-east-1.amazonaws.com', 'ROOT', 'ROOT'],
  ['cache', '222222222222.dkr.ecr.us-east-1.amazonaws.com', undefined, 'ROOT'],
  ['cache', 'quay.io', 'ROOT', undefined],
  ['cache', 'quay.io', 'library', 'library'],
])('the upstream prefix of %s from %s: %s is %s', async (prefix, upstream, stored, expected) => {
  fake.registry(ACCOUNT, REGION).state.cacheRules.set(prefix, {
    ecrRepositoryPrefix: prefix,
    upstreamRegistryUrl: upstream,
    upstreamRepositoryPrefix: stored,
  });

  const { registry } = await read();

  expect(registry.pullThroughCache).toEqual([
    { prefix, upstream, upstreamPrefix: expected, credentialArn: undefined, customRoleArn: undefined },
  ]);
});

test('keeps the ID of a deleted role as a principal', async () => {
  fake.registry(ACCOUNT, REGION).addRepository({ name: 'app' });
  const repository = fake.registry(ACCOUNT, REGION).state.repositories.get('app')!;
  repository.policy = JSON.stringify({
    Version: '2008-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: 'AROAEXAMPLE123' }, Action: 'ecr:BatchGetImage' },
  });

  const { registry } = await read();

  expect(registry.repositories[0]?.policy).toMatchObject({
    statements: [{ principals: { isNot: false, values: [{ type: 'AWS', value: 'AROAEXAMPLE123' }] } }],
  });
});

test('reads only the requested parts', async () => {
  fake.registry(ACCOUNT, REGION).addRepository({ name: 'app', tags: { team: 'a' } });

  const { topology, unreadable } = await readTopology(targetsIn(ACCOUNT, REGION), {
    parts: ['repositories', 'replication'],
  });

  expect(unreadable).toEqual([]);
  expect(new Set(fake.calls.map(({ operation }) => operation))).toEqual(
    new Set(['GetCallerIdentity', 'DescribeRepositories', 'DescribeRegistry']),
  );
  expect(topology.registries[0]).toMatchObject({ policy: UNKNOWN, scanning: UNKNOWN, replication: [] });
  expect(topology.registries[0]?.repositories[0]?.settings.tags).toBe(UNKNOWN);
});

test('reports its progress', async () => {
  const registry = fake.registry(ACCOUNT, REGION);
  for (const name of ['one', 'two', 'three']) {
    registry.addRepository({ name });
  }
  const progress: string[] = [];

  await readTopology(targetsIn(ACCOUNT, REGION), {
    onProgress: ({ read: done, total }) => progress.push(`${done}/${total}`),
  });

  expect(progress).toEqual(['1/3', '2/3', '3/3']);
});
