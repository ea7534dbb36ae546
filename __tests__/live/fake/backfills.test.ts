import {
  DescribeReplicationBackfillResultsCommand,
  ListReplicationBackfillsCommand,
  StartReplicationBackfillCommand,
  StopReplicationBackfillCommand,
  type DescribeReplicationBackfillResultsCommandInput,
  type ECRClient,
} from '@aws-sdk/client-ecr';
import { ecrClient } from './clients';
import { Fake } from './fake';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';
const REGIONS = [
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'us-west-1',
  'us-west-2',
  'us-east-2',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
] as const;
const [DESTINATION] = REGIONS;

let fake: Fake;
let client: ECRClient;

beforeEach(async () => {
  fake = await Fake.start({ backfillPace: 'manual' });
  client = ecrClient(fake, ACCOUNT, REGION);
  fake
    .registry(ACCOUNT, REGION)
    .setReplication([{ destinations: REGIONS.map((region) => ({ region, registryId: ACCOUNT })) }]);
});

afterEach(async () => {
  await fake.close();
});

/** Adds a repository with images of one tag each. */
function addImages(number: number): void {
  const images = Array.from({ length: number }, (_, index) => ({ tags: [`v${index}`] }));
  fake.registry(ACCOUNT, REGION).addRepository({ name: 'app', images });
}

/** Makes replications fail, the first of every number. */
function failEvery(number: number): void {
  fake.options.replicationFailure = ({ tag }) =>
    Number(tag?.slice(1)) % number === 0 ? 'DESTINATION_REGISTRY_ACCESS_DENIED' : undefined;
}

async function start(region: string = DESTINATION): Promise<string> {
  const { replicationBackfillId } = await client.send(
    new StartReplicationBackfillCommand({ destination: { region, registryId: ACCOUNT } }),
  );
  return replicationBackfillId!;
}

function describeBackfill(
  replicationBackfillId: string,
  input: Omit<DescribeReplicationBackfillResultsCommandInput, 'replicationBackfillId'> = {},
) {
  return client.send(new DescribeReplicationBackfillResultsCommand({ replicationBackfillId, ...input }));
}

test('prepares, replicates and completes', async () => {
  addImages(60);
  const id = await start();

  const prepared = await describeBackfill(id);
  expect(prepared).toMatchObject({
    status: 'PREPARING',
    destination: { region: DESTINATION, registryId: ACCOUNT },
    startedAt: fake.now,
    results: [],
  });
  expect(prepared.progress).toBeUndefined();
  fake.advance();
  expect(await describeBackfill(id)).toMatchObject({
    status: 'IN_PROGRESS',
    progress: { totalReplicationCount: 60, completedReplicationCount: 0, failedReplicationCount: 0 },
  });
  fake.advance();
  expect(await describeBackfill(id)).toMatchObject({
    status: 'IN_PROGRESS',
    progress: { totalReplicationCount: 60, completedReplicationCount: 50 },
    results: [],
  });
  fake.advance();
  const completed = await describeBackfill(id);
  expect(completed).toMatchObject({
    status: 'COMPLETE',
    progress: { completedReplicationCount: 60, failureCodes: [] },
    endedAt: fake.now,
  });
  expect(completed.results).toHaveLength(60);
  expect(fake.registry(ACCOUNT, DESTINATION).state.repositories.get('app')!.images.size).toBe(60);
});

test('a small backfill completes although each image failed', async () => {
  addImages(99);
  failEvery(1);
  const id = await start();
  fake.advance(3);

  expect(await describeBackfill(id)).toMatchObject({
    status: 'COMPLETE',
    progress: {
      completedReplicationCount: 0,
      failedReplicationCount: 99,
      failureCodes: ['DESTINATION_REGISTRY_ACCESS_DENIED'],
    },
  });
});

test('fails if half of at least 100 replications failed, and keeps the rest unprocessed', async () => {
  addImages(160);
  failEvery(2);
  const id = await start();
  fake.advance(3);

  expect(await describeBackfill(id)).toMatchObject({
    status: 'FAILED',
    failureCode: 'FAILURE_THRESHOLD_EXCEEDED',
    progress: { totalReplicationCount: 160, completedReplicationCount: 50, failedReplicationCount: 50 },
  });
});

test('does not fail if fewer than half failed', async () => {
  addImages(160);
  failEvery(3);
  const id = await start();
  fake.advance(5);

  expect(await describeBackfill(id)).toMatchObject({ status: 'COMPLETE' });
});

test('returns the results page by page, by status', async () => {
  addImages(40);
  failEvery(4);
  const id = await start();
  fake.advance(2);
  const first = await describeBackfill(id, { resultStatusFilter: 'FAILED', maxResults: 8 });
  const second = await describeBackfill(id, {
    resultStatusFilter: 'FAILED',
    maxResults: 8,
    nextToken: first.nextToken,
  });

  expect([first.results!.length, second.results!.length, second.nextToken]).toEqual([8, 2, undefined]);
  expect(first.results![0]).toEqual({
    repositoryName: 'app',
    imageId: { imageDigest: expect.stringMatching(/^sha256:/) as string, imageTag: 'v0' },
    status: 'FAILED',
    failureCode: 'DESTINATION_REGISTRY_ACCESS_DENIED',
  });
});

test('counts each tag of an image, and an image without a tag once', async () => {
  fake.registry(ACCOUNT, REGION).addRepository({ name: 'app', images: [{ tags: ['a', 'b'] }, {}] });
  const id = await start();
  fake.advance();

  expect(await describeBackfill(id)).toMatchObject({ progress: { totalReplicationCount: 3 } });
});

test('fails for images whose repository was deleted', async () => {
  addImages(1);
  const id = await start();
  fake.advance();
  fake.registry(ACCOUNT, REGION).state.repositories.delete('app');
  fake.advance();

  expect(await describeBackfill(id)).toMatchObject({ status: 'COMPLETE', results: [{ status: 'FAILED' }] });
});

test('stops, and keeps what it replicated', async () => {
  addImages(100);
  const id = await start();
  fake.advance(2);
  const stop = new StopReplicationBackfillCommand({ replicationBackfillId: id });

  expect(await client.send(stop)).toMatchObject({ status: 'STOPPING' });
  await expect(client.send(stop)).rejects.toMatchObject({
    name: 'ReplicationBackfillInvalidStatusException',
  });
  fake.advance();
  expect(await describeBackfill(id)).toMatchObject({
    status: 'STOPPED',
    progress: { completedReplicationCount: 50, totalReplicationCount: 100 },
  });
});

test('stops before it is prepared, without progress', async () => {
  const id = await start();
  await client.send(new StopReplicationBackfillCommand({ replicationBackfillId: id }));
  fake.advance();

  expect((await describeBackfill(id)).progress).toBeUndefined();
});

test('advances with each call that describes it, unless the test does', async () => {
  addImages(1);
  fake.options.backfillPace = 'describe';
  const id = await start();

  const statuses = [await describeBackfill(id), await describeBackfill(id), await describeBackfill(id)];
  expect(statuses.map(({ status }) => status)).toEqual(['PREPARING', 'IN_PROGRESS', 'COMPLETE']);
});

describe('refuses', () => {
  test('a second one to the same Region, even in another account', async () => {
    fake.registry(ACCOUNT, REGION).setReplication([
      {
        destinations: [
          { region: DESTINATION, registryId: ACCOUNT },
          { region: DESTINATION, registryId: '999999999999' },
        ],
      },
    ]);
    await start();

    await expect(
      client.send(
        new StartReplicationBackfillCommand({
          destination: { region: DESTINATION, registryId: '999999999999' },
        }),
      ),
    ).rejects.toMatchObject({ name: 'ReplicationBackfillInProgressException' });
  });

  test('an eleventh', async () => {
    for (const region of REGIONS.slice(0, 10)) await start(region);

    await expect(start(REGIONS[10])).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  test('a destination that is not configured', async () => {
    await expect(start('sa-east-1')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('an ID that does not exist', async () => {
    await expect(describeBackfill('none')).rejects.toMatchObject({
      name: 'ReplicationBackfillNotFoundException',
    });
    await expect(
      client.send(new StopReplicationBackfillCommand({ replicationBackfillId: 'none' })),
    ).rejects.toMatchObject({ name: 'ReplicationBackfillNotFoundException' });
  });

  test('more than 50 backfills on a page', async () => {
    await expect(client.send(new ListReplicationBackfillsCommand({ maxResults: 51 }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

test('starts again after the first ended, and lists both for 90 days', async () => {
  addImages(1);
  const first = await start();
  fake.advance(2);
  const second = await start();

  const { backfills } = await client.send(new ListReplicationBackfillsCommand({}));
  expect(backfills).toMatchObject([
    { replicationBackfillId: second, status: 'PREPARING' },
    { replicationBackfillId: first, status: 'COMPLETE', progress: { completedReplicationCount: 1 } },
  ]);
  fake.advanceClock(91 * 24 * 60 * 60 * 1000);
  const later = await client.send(new ListReplicationBackfillsCommand({}));
  expect(later.backfills).toMatchObject([{ replicationBackfillId: second }]);
});
