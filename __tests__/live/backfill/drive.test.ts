import { uncheckedAccountId, uncheckedRegion } from '../../../src/aws/names';
import { driveBackfills, type BackfillTask, type TaskEvent } from '../../../src/live/backfill/drive';
import type { SourceRegistry } from '../../../src/live/backfill/source-registry';
import { openSource } from '../../../src/live/backfill/sources';
import { declaredTargets } from '../../../src/live/registry/targets';
import { BackfillWorld, DEVELOP, EACH_ONCE, MANAGEMENT, PARTNER } from '../../cli/backfill-world';

let world: BackfillWorld;
let source: SourceRegistry;
const before = { ...process.env };

beforeEach(async () => {
  world = await BackfillWorld.create({ backfillPace: 'manual' });
  // A call that fails is repeated by the driver, not by the SDK.
  Object.assign(process.env, world.environment, { AWS_MAX_ATTEMPTS: '1' });
  source = await openDevelop();
});

afterEach(async () => {
  await world.close();
  process.env = { ...before };
});

async function openDevelop(): Promise<SourceRegistry> {
  const { topology, deployment } = world.load();
  const targets = declaredTargets(topology.registries, deployment.accounts);
  return openSource(targets.find(({ name }) => name === 'develop')!);
}

const destination = (accountId: string, region: string) => ({
  accountId: uncheckedAccountId(accountId),
  region: uncheckedRegion(region),
});
const DEVELOP_US = destination(DEVELOP, 'us-west-1');
const PARTNER_US = destination(PARTNER, 'us-west-1');
const MANAGEMENT_JP = destination(MANAGEMENT, 'ap-northeast-1');

const task = (to: BackfillTask['destination'], values: Partial<BackfillTask> = {}): BackfillTask => ({
  destination: to,
  knownIds: new Set(),
  running: undefined,
  ...values,
});

/** Each wait advances the backfills by one step. */
async function drive(tasks: readonly BackfillTask[], onWait: (round: number) => void = () => undefined) {
  const events: TaskEvent[] = [];
  const delays: number[] = [];
  const results = await driveBackfills(source, tasks, {
    wait: async (delay) => {
      delays.push(delay);
      onWait(delays.length);
      world.fake.advance();
      await Promise.resolve();
    },
    report: (event) => events.push(event),
  });
  return { results, events, delays };
}

const starts = () => world.fake.calls.filter(({ operation }) => operation === 'StartReplicationBackfill');
const summary = (result: Awaited<ReturnType<typeof drive>>['results'][number] | undefined) =>
  result?.kind === 'ended' ? result.backfill.status : result?.failure.code;

test('starts a backfill for each destination, and follows all to their end', async () => {
  const { results, events } = await drive([task(DEVELOP_US), task(MANAGEMENT_JP), task(PARTNER_US)]);

  expect(results.map(summary)).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE']);
  expect(world.starts()).toEqual(EACH_ONCE);
  expect(starts()).toHaveLength(3);
  expect(events.filter(({ kind }) => kind === 'retried')).toEqual([]);
});

test('starts the backfill to a second account of a Region after the first one ended', async () => {
  const { events } = await drive([task(DEVELOP_US), task(PARTNER_US)]);

  const changes = events.flatMap((event) =>
    event.kind === 'status'
      ? `${event.backfill.destination.accountId} ${event.backfill.status}`
      : event.kind === 'waiting'
        ? `${event.destination.accountId} waits`
        : [],
  );
  expect(changes).toEqual([
    `${DEVELOP} PREPARING`,
    `${PARTNER} waits`,
    `${DEVELOP} IN_PROGRESS`,
    `${DEVELOP} COMPLETE`,
    `${PARTNER} PREPARING`,
    `${PARTNER} IN_PROGRESS`,
    `${PARTNER} COMPLETE`,
  ]);
  expect(world.fake.calls.filter(({ operation }) => operation.startsWith('Start'))).toHaveLength(2);
});

test('runs at most ten backfills of a registry at a time', async () => {
  const regions = REGIONS.slice(0, 13);
  world.source.setReplication([
    { destinations: regions.map((region) => ({ region, registryId: DEVELOP })), repositoryFilters: [] },
  ]);
  let most = 0;
  const { results } = await drive(
    regions.map((region) => task(destination(DEVELOP, region))),
    () => {
      const running = [...world.source.state.backfills.values()].filter(
        ({ endedAt }) => endedAt === undefined,
      );
      most = Math.max(most, running.length);
    },
  );

  expect(most).toBe(10);
  expect(results.map(summary)).toEqual(regions.map(() => 'COMPLETE'));
  expect(starts()).toHaveLength(13);
});

const REGIONS = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1',
  'eu-north-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1',
]; // prettier-ignore

test('follows the backfill of a start whose response was lost, without a second start by the SDK', async () => {
  Reflect.deleteProperty(process.env, 'AWS_MAX_ATTEMPTS');
  source = await openDevelop();
  world.fake.inject('StartReplicationBackfill', { kind: 'lostResponse' }, { times: 1 });

  const { results, events } = await drive([task(MANAGEMENT_JP)]);

  expect(results.map(summary)).toEqual(['COMPLETE']);
  expect(starts()).toHaveLength(1);
  expect(events[0]).toMatchObject({ kind: 'retried', failure: { kind: 'network' } });
});

test.each(['cut', 'serverError', 'throttled'] as const)(
  'starts again after a start that failed (%s) and started nothing',
  async (kind) => {
    world.fake.inject('StartReplicationBackfill', { kind }, { times: 1 });

    const { results } = await drive([task(MANAGEMENT_JP)]);

    expect(results.map(summary)).toEqual(['COMPLETE']);
    expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 1 });
    expect(starts()).toHaveLength(2);
  },
);

test('reads the list three times before it repeats a start with an unknown result', async () => {
  world.fake.inject('StartReplicationBackfill', { kind: 'cut' }, { times: 1 });

  await drive([task(MANAGEMENT_JP)]);

  const operations = world.fake.calls.map(({ operation }) => operation);
  const [first = -1, second = -1] = operations.flatMap((each, index) =>
    each.startsWith('Start') ? index : [],
  );
  expect(operations.slice(first, second).filter((each) => each === 'ListReplicationBackfills')).toHaveLength(
    3,
  );
});

test('gives up a start with an unknown result after the third one', async () => {
  world.fake.inject('StartReplicationBackfill', { kind: 'cut' });

  const { results } = await drive([task(MANAGEMENT_JP), task(DEVELOP_US)]);

  expect(results).toMatchObject([{ kind: 'lost', backfill: undefined }, { kind: 'lost' }]);
  expect(starts()).toHaveLength(6);
});

test('follows a backfill that another process started after the plan', async () => {
  const other = await openDevelop();
  await other.start(MANAGEMENT_JP);

  const { results } = await drive([task(MANAGEMENT_JP)]);

  expect(results.map(summary)).toEqual(['COMPLETE']);
  expect(starts()).toHaveLength(1);
});

test('follows a backfill that another process starts between the list and the start', async () => {
  const other = await openDevelop();
  const racing: SourceRegistry = {
    ...source,
    start: async (to) => {
      await other.start(to).catch(() => undefined);
      return source.start(to);
    },
  };
  const results = await driveBackfills(racing, [task(MANAGEMENT_JP)], {
    wait: () => {
      world.fake.advance();
      return Promise.resolve();
    },
    report: () => undefined,
  });

  expect(results.map(summary)).toEqual(['COMPLETE']);
  expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 1 });
});

test('does not adopt an earlier backfill to the same destination', async () => {
  const earlier = await source.start(MANAGEMENT_JP);
  world.fake.advance(5);

  await drive([task(MANAGEMENT_JP, { knownIds: new Set([earlier.id]) })]);

  expect(world.starts()).toEqual({ [`${MANAGEMENT}/ap-northeast-1`]: 2 });
});

test('waits while ECR rejects a start because of the backfills of other users', async () => {
  const busy = { name: 'LimitExceededException', message: 'The limit is reached' };
  world.fake.inject('StartReplicationBackfill', { kind: 'error', ...busy }, { times: 2 });

  const { results, events } = await drive([task(MANAGEMENT_JP)]);

  expect(results.map(summary)).toEqual(['COMPLETE']);
  expect(events.filter(({ kind }) => kind === 'waiting')).toHaveLength(1);
});

test('reports a start that is denied, and continues the others', async () => {
  world.fake.inject('StartReplicationBackfill', { kind: 'denied' }, { times: 1 });

  const { results } = await drive([task(DEVELOP_US), task(MANAGEMENT_JP)]);

  expect(results.map(summary)).toEqual(['AccessDeniedException', 'COMPLETE']);
  expect(starts()).toHaveLength(2);
});

test.each(['throttled', 'serverError', 'cut'] as const)(
  'continues after calls that failed for a while (%s)',
  async (kind) => {
    world.fake.inject('DescribeReplicationBackfillResults', { kind }, { times: 2 });

    const { results, events } = await drive([task(MANAGEMENT_JP)]);

    expect(results.map(summary)).toEqual(['COMPLETE']);
    expect(events.filter((event) => event.kind === 'retried')).toHaveLength(1);
  },
);

test('gives up a backfill whose status cannot be read any more, and names it', async () => {
  world.fake.inject('DescribeReplicationBackfillResults', { kind: 'expiredToken' }, { nth: 2 });

  const { results } = await drive([task(MANAGEMENT_JP)]);

  expect(results).toMatchObject([
    { kind: 'lost', failure: { kind: 'credentials' }, backfill: { destination: MANAGEMENT_JP } },
  ]);
});

test('gives up after ten failed calls in succession', async () => {
  world.fake.inject('DescribeReplicationBackfillResults', { kind: 'serverError' });

  const { results, delays } = await drive([task(MANAGEMENT_JP)]);

  expect(results).toMatchObject([{ kind: 'lost', failure: { kind: 'unavailable' } }]);
  expect(delays).toHaveLength(9);
});

test('gives up if the backfills cannot be listed, before it starts anything', async () => {
  world.fake.inject('ListReplicationBackfills', { kind: 'denied' });

  const { results } = await drive([task(MANAGEMENT_JP)]);

  expect(results).toMatchObject([{ kind: 'lost', failure: { kind: 'denied' }, backfill: undefined }]);
  expect(starts()).toEqual([]);
});

test('returns the failed images of a backfill that ends as COMPLETE', async () => {
  world.fake.options.replicationFailure = ({ tag }) => (tag === 'v1' ? 'SOME_CODE' : undefined);

  const { results } = await drive([task(MANAGEMENT_JP)]);

  expect(results).toMatchObject([
    {
      backfill: {
        status: 'COMPLETE',
        progress: { total: 3, completed: 2, failed: 1, failureCodes: ['SOME_CODE'] },
      },
      failedImages: [{ repository: 'my-repo', tag: 'v1', failureCode: 'SOME_CODE' }],
    },
  ]);
});

test('returns the failed images of every page', async () => {
  const tags = Array.from({ length: 2_500 }, (_, index) => `tag-${String(index).padStart(4, '0')}`);
  world.source.addImage('my-repo', { tags });
  world.fake.options.backfillBatch = 5_000;
  world.fake.options.replicationFailure = ({ tag }) =>
    tag?.startsWith('tag-') === true ? 'CODE' : undefined;

  const { results } = await drive([task(MANAGEMENT_JP)]);

  expect(results).toMatchObject([{ backfill: { status: 'FAILED' } }]);
  const [result] = results;
  const images = result?.kind === 'ended' && Array.isArray(result.failedImages) ? result.failedImages : [];
  expect(images.map(({ tag }: { readonly tag?: string }) => tag)).toEqual(tags);
});

test('follows a running backfill until it is stopped', async () => {
  const running = await source.start(MANAGEMENT_JP);
  const other = await openDevelop();
  await other.stop(running.id);

  const { results, events } = await drive([
    task(MANAGEMENT_JP, { running, knownIds: new Set([running.id]) }),
  ]);

  expect(results.map(summary)).toEqual(['STOPPED']);
  expect(events.map((event) => event.kind === 'status' && event.backfill.status)).toEqual([
    'PREPARING',
    'STOPPING',
    'STOPPED',
  ]);
  expect(starts()).toHaveLength(1);
});

test('waits longer while nothing changes, and at most thirty seconds', async () => {
  const running = await source.start(MANAGEMENT_JP);
  const rounds: number[] = [];
  await driveBackfills(source, [task(MANAGEMENT_JP, { running, knownIds: new Set([running.id]) })], {
    wait: (delay) => {
      rounds.push(delay);
      if (rounds.length > 12) world.fake.advance();
      return Promise.resolve();
    },
    report: () => undefined,
  });

  expect(rounds.slice(0, 3)).toEqual([1_000, 1_500, 2_250]);
  expect(Math.max(...rounds)).toBe(30_000);
  expect(rounds.at(-1)).toBe(1_000);
});
