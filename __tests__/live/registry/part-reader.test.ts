import { failureHelp } from '../../../src/live/failure';
import { readTopology } from '../../../src/live/registry/read-topology';
import {
  failureOfPart,
  isRepositoryListKnown,
  type LiveTopology,
} from '../../../src/live/registry/live-topology';
import { UNKNOWN } from '../../../src/model/unknown';
import type { PlannedRegistry } from '../../../src/model/topology';
import { Fake } from '../fake/fake';
import { targetsIn, useFake } from '../fake-profiles';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';
const NAMES = ['app-a', 'app-b', 'app-c', 'app-d', 'app-e'];
const POLICY = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::222222222222:root' }, Action: ['ecr:BatchGetImage'] },
  ],
};

let fake: Fake;
let profiles: ReturnType<typeof useFake>;

beforeAll(async () => {
  fake = await Fake.start();
  // Each further attempt of a failing call takes longer.
  profiles = useFake(fake, { [ACCOUNT]: ACCOUNT }, { AWS_MAX_ATTEMPTS: '2' });
});

beforeEach(() => {
  fake.reset();
  const registry = fake.registry(ACCOUNT, REGION);
  for (const name of NAMES) {
    registry.addRepository({ name, policy: POLICY, tags: { name } });
  }
});

afterAll(async () => {
  profiles.restore();
  await fake.close();
});

async function read(...regions: readonly string[]): Promise<LiveTopology> {
  return readTopology(targetsIn(ACCOUNT, ...(regions.length === 0 ? [REGION] : regions)));
}

function only({ topology }: LiveTopology): PlannedRegistry {
  const [registry] = topology.registries;
  if (registry === undefined) throw new Error('no registry');
  return registry;
}

/** Each unreadable value in a line. */
function linesOf({ unreadable }: LiveTopology): readonly string[] {
  return unreadable.map(({ registry, part, name, failure }) =>
    [registry?.region, part, name ?? '-', failure.call, failure.kind].join(' '),
  );
}

test('retries a call that AWS throttles', async () => {
  fake.inject('DescribeRegistry', { kind: 'throttled' }, { times: 1 });

  expect(linesOf(await read())).toEqual([]);
});

test('retries a connection that is cut, and an internal error of AWS', async () => {
  fake.inject('GetRegistryPolicy', { kind: 'cut' }, { times: 1 });
  fake.inject('GetAccountSetting', { kind: 'serverError' }, { times: 1 });

  expect(linesOf(await read())).toEqual([]);
});

test('keeps what it may read if one repository is denied', async () => {
  fake.inject('GetRepositoryPolicy', { kind: 'denied' }, { repository: 'app-b' });

  const live = await read();

  expect(linesOf(live)).toEqual(['us-east-1 repositoryPolicies app-b ecr:GetRepositoryPolicy denied']);
  const { repositories } = only(live);
  expect(repositories.map(({ name, policy }) => `${name} ${typeof policy} ${policy === UNKNOWN}`)).toEqual(
    NAMES.map((name) => `${name} object ${name === 'app-b'}`),
  );
  expect(repositories[1]?.settings.tags).toEqual({ name: 'app-b' });
  const registry = live.unreadable[0]!.registry!;
  expect(failureOfPart(live, registry, 'repositoryPolicies', 'app-b')?.kind).toBe('denied');
  expect(failureOfPart(live, registry, 'repositoryPolicies', 'app-a')).toBeUndefined();
  expect(failureOfPart(live, registry, 'repositoryPolicies')).toBeUndefined();
  expect(isRepositoryListKnown(live, registry)).toBe(true);
});

test('reports a part once that is denied for every repository', async () => {
  fake.inject('ListTagsForResource', { kind: 'denied' });

  const live = await read();

  expect(linesOf(live)).toEqual(['us-east-1 repositoryTags - ecr:ListTagsForResource denied']);
  expect(only(live).repositories.map(({ settings }) => settings.tags)).toEqual(Array(5).fill(UNKNOWN));
  expect(failureOfPart(live, live.unreadable[0]!.registry!, 'repositoryTags', 'app-a')?.kind).toBe('denied');
});

test.each([
  ['DescribeRegistry', 'replication', 'replication'],
  ['GetRegistryPolicy', 'policy', 'policy'],
  ['GetRegistryScanningConfiguration', 'scanning', 'scanning'],
  ['BatchGetAccountStatus', 'inspector', 'enablesInspector'],
  ['DescribeRepositoryCreationTemplates', 'creationTemplates', 'creationTemplates'],
  ['DescribePullThroughCacheRules', 'pullThroughCache', 'pullThroughCache'],
  ['ListPullTimeUpdateExclusions', 'pullTimeUpdateExclusions', 'pullTimeUpdateExclusions'],
] as const)('a denied %s makes %s unknown, and nothing else', async (operation, part, key) => {
  fake.inject(operation, { kind: 'denied' });

  const live = await read();

  const service = operation === 'BatchGetAccountStatus' ? 'inspector2' : 'ecr';
  expect(linesOf(live)).toEqual([`us-east-1 ${part} - ${service}:${operation} denied`]);
  const registry = only(live);
  expect(registry[key]).toBe(UNKNOWN);
  expect(Object.values(registry).filter((value) => value === UNKNOWN)).toHaveLength(1);
  expect(registry.repositories).toHaveLength(5);
});

test('distinguishes repositories that could not be listed from repositories that do not exist', async () => {
  fake.inject('DescribeRepositories', { kind: 'denied' }, { region: REGION });

  const live = await read(REGION, 'eu-west-1');

  expect(linesOf(live)).toEqual(['us-east-1 repositories - ecr:DescribeRepositories denied']);
  expect(live.topology.registries.map(({ repositories }) => repositories)).toEqual([[], []]);
  expect(live.topology.registries.map((registry) => isRepositoryListKnown(live, registry as never))).toEqual([
    true,
    false,
  ]);
});

test('reports each account setting that could not be read', async () => {
  fake.inject('GetAccountSetting', { kind: 'denied' }, { times: 1 });
  const live = await read();

  expect(live.unreadable).toHaveLength(1);
  expect(live.unreadable[0]).toMatchObject({ part: 'settings', failure: { kind: 'denied' } });
  expect(live.unreadable[0]?.name).toMatch(/^[A-Z_]+$/);

  fake.inject('GetAccountSetting', { kind: 'denied' });
  expect(linesOf(await read())).toEqual(['us-east-1 settings - ecr:GetAccountSetting denied']);
});

test('gives a part up for all repositories if the service fails for several', async () => {
  for (let index = 0; index < 100; index += 1) {
    fake.registry(ACCOUNT, REGION).addRepository({ name: `more-${index}` });
  }
  // The first calls succeed.
  fake.inject('GetLifecyclePolicy', { kind: 'serverError' }, { nth: 15 });

  const live = await read();

  expect(linesOf(live)).toEqual(['us-east-1 lifecyclePolicies - ecr:GetLifecyclePolicy unavailable']);
  expect(only(live).repositories.every(({ settings }) => settings.lifecyclePolicy === UNKNOWN)).toBe(true);
  expect(fake.calls.filter(({ operation }) => operation === 'GetLifecyclePolicy').length).toBeLessThan(60);
});

test('an operation that the endpoint does not implement makes its part unknown', async () => {
  fake.inject('GetAccountSetting', { kind: 'notImplemented' });
  fake.inject('ListPullTimeUpdateExclusions', { kind: 'unknownOperation' });

  expect(linesOf(await read())).toEqual([
    'us-east-1 pullTimeUpdateExclusions - ecr:ListPullTimeUpdateExclusions not-supported',
    'us-east-1 settings - ecr:GetAccountSetting not-supported',
  ]);
});

test.each([
  ['an expired token', { kind: 'expiredToken' }, 'credentials'],
  ['a connection that stays cut', { kind: 'cut' }, 'network'],
] as const)('%s makes the whole registry unknown, also what was read before', async (_, fault, kind) => {
  fake.inject('GetLifecyclePolicy', fault, { nth: 3 });

  const live = await read();

  expect(linesOf(live)).toEqual([`us-east-1 registry - ecr:GetLifecyclePolicy ${kind}`]);
  const { repositories, policy, replication, scanning } = only(live);
  expect({ repositories, policy, replication, scanning }).toEqual({
    repositories: [],
    policy: UNKNOWN,
    replication: UNKNOWN,
    scanning: UNKNOWN,
  });
  const registry = live.unreadable[0]!.registry!;
  expect(isRepositoryListKnown(live, registry)).toBe(false);
  expect(failureOfPart(live, registry, 'policy')?.kind).toBe(kind);
});

test('an unreachable endpoint of Amazon Inspector does not affect ECR', async () => {
  fake.inject('BatchGetAccountStatus', { kind: 'cut' });

  expect(linesOf(await read())).toEqual(['us-east-1 inspector - inspector2:BatchGetAccountStatus network']);
});

test('a status that Amazon Inspector does not return is not a value that is unsupported', async () => {
  Object.assign(fake.registry(ACCOUNT, REGION).state, { inspector: undefined });

  const live = await read();
  expect(linesOf(live)).toEqual(['us-east-1 inspector - inspector2:BatchGetAccountStatus rejected']);
  expect(failureHelp(live.unreadable[0]!.failure)).toContain('aws inspector2 batch-get-account-status');
});

test('a Region that the account has not enabled does not affect the others', async () => {
  // The first Region in the order in which the account is opened.
  fake.inject('*', { kind: 'invalidToken' }, { region: 'af-south-1' });

  const live = await read(REGION, 'af-south-1');

  expect(linesOf(live)).toEqual([expect.stringMatching(/^af-south-1 registry - ecr:\w+ credentials$/)]);
  expect(live.topology.registries.map(({ name, repositories }) => `${name} ${repositories.length}`)).toEqual([
    'af_south_1 0',
    'us_east_1 5',
  ]);
});

test('reads nothing from another account than the declared one', async () => {
  fake.inject('GetCallerIdentity', { kind: 'otherAccount', accountId: '999999999999' });

  const live = await read();

  expect(linesOf(live)).toEqual(['us-east-1 registry - sts:GetCallerIdentity wrong-account']);
  expect(live.unreadable[0]?.failure.message).toBe(
    "The credentials of account 'account-111111111111' belong to 999999999999, not to 111111111111.",
  );
  expect(new Set(fake.calls.map(({ operation }) => operation))).toEqual(new Set(['GetCallerIdentity']));
});

test('leaves out a repository that is deleted while it is read', async () => {
  const error = {
    kind: 'error',
    name: 'RepositoryNotFoundException',
    message: 'It does not exist.',
    status: 400,
  } as const;
  fake.inject('GetLifecyclePolicy', error, { repository: 'app-c' });

  const live = await read();

  expect(linesOf(live)).toEqual([]);
  expect(only(live).repositories.map(({ name }) => name)).toEqual(['app-a', 'app-b', 'app-d', 'app-e']);
});
