import type { RegistryName, RepositoryName } from '../../src/aws/names';
import { AwsError, type Failure } from '../../src/live/failure';
import type { ImageReader, LiveImage, ReplicationStatus } from '../../src/live/images/image';
import { withoutKept, type ImageComparison, type ImageVerification } from '../../src/verify/images';
import { verifyImages, type ImageVerificationInput } from '../../src/verify/verify-images';
import { base, topologyOf } from '../declaration/declarations';

/** Images of `my-repo`, by registry. */
type Contents = Readonly<Record<string, readonly LiveImage[]>>;

function image(digest: string, tags: readonly string[] = [], changed: Partial<LiveImage> = {}): LiveImage {
  return {
    digest: `sha256:${digest}`,
    tags,
    isArchived: false,
    pushedAt: '2026-11-01T00:00:00.000Z',
    mediaType: undefined,
    ...changed,
  };
}

interface World {
  readonly contents: Contents;
  readonly statuses?: Readonly<Record<string, readonly ReplicationStatus[]>>;
  /** By registry and part. */
  readonly failures?: Readonly<Record<string, Failure>>;
  /** By registry. Undefined: the list could not be read. */
  readonly repositories?: Readonly<Record<string, readonly string[] | undefined>>;
  readonly originals?: readonly string[];
  readonly text?: string;
  readonly pageSize?: number;
}

function inputOf(world: World): ImageVerificationInput & { readonly statusCalls: string[] } {
  const statusCalls: string[] = [];
  const { contents, statuses = {}, failures = {}, repositories, originals = ['develop'] } = world;
  const readerOf = (registry: RegistryName): ImageReader => ({
    async *pages() {
      failIf(failures[`${registry} images`]);
      const images = contents[registry] ?? [];
      const size = world.pageSize ?? 1;
      for (let start = 0; start < images.length; start += size) {
        yield await Promise.resolve(images.slice(start, start + size));
      }
    },
    statuses(_: RepositoryName, digest: string) {
      statusCalls.push(`${registry} ${digest}`);
      failIf(failures[`${registry} replicationStatus`]);
      return Promise.resolve(statuses[digest] ?? []);
    },
  });
  return {
    statusCalls,
    topology: topologyOf(world.text ?? base('[develop_us, management]', '[develop_us, management]')),
    repositoriesIn: ({ name }) =>
      (repositories === undefined
        ? Object.keys(contents).includes(name)
          ? ['my-repo']
          : []
        : repositories[name]) as readonly RepositoryName[] | undefined,
    isOriginal: (registry) => originals.includes(registry),
    openReader: ({ name }) => Promise.resolve(readerOf(name)),
  };
}

function failIf(failure: Failure | undefined): void {
  if (failure !== undefined) throw new AwsError(failure);
}

const compare = (world: World): Promise<ImageVerification> => verifyImages(inputOf(world));

/** Returns the comparison with `management`. */
async function inManagement(world: World): Promise<ImageComparison> {
  const { comparisons } = await compare(world);
  return comparisons.find(({ to }) => to === 'management')!;
}

const SOURCE = [image('a', ['v1', 'latest']), image('b', ['v2']), image('c')];

test('finds nothing if the destinations have the same images in another order', async () => {
  const { comparisons, unreadable } = await compare({
    contents: { develop: SOURCE, develop_us: SOURCE, management: SOURCE.toReversed() },
  });

  expect(unreadable).toEqual([]);
  expect(comparisons.map(({ from, to, expected }) => [from, to, expected])).toEqual([
    ['develop', 'develop_us', 3],
    ['develop', 'management', 3],
  ]);
  expect(comparisons.flatMap(({ missing, different, kept }) => [missing, different, kept])).toEqual(
    Array.from({ length: 6 }, () => ({ count: 0, images: [] })),
  );
});

test('finds images that a destination lacks, tagged or not', async () => {
  const { missing } = await inManagement({
    contents: { develop: SOURCE, develop_us: SOURCE, management: [SOURCE[1]!] },
  });

  expect(missing.count).toBe(2);
  expect(missing.images.map(({ digest, tags }) => [digest, tags])).toEqual([
    ['sha256:a', ['v1', 'latest']],
    ['sha256:c', []],
  ]);
});

test('finds that the repository does not exist in the destination', async () => {
  const { hasRepository, missing } = await inManagement({ contents: { develop: SOURCE } });

  expect(hasRepository).toBe(false);
  expect(missing.count).toBe(3);
});

test.each<[string, readonly LiveImage[], Partial<ImageComparison['different']['images'][number]>]>([
  ['a tag is missing', [image('a', ['v1'])], { missingTags: ['latest'] }],
  [
    'another image has the tag',
    [image('a', ['v1']), image('b', ['latest', 'v2'])],
    { conflictingTags: [{ tag: 'latest', digest: 'sha256:b' }] },
  ],
  ['only the destination has a tag', [image('a', ['latest', 'old', 'v1'])], { keptTags: ['old'] }],
  ['the image is archived', [image('a', ['latest', 'v1'], { isArchived: true })], { isArchived: true }],
])('finds that an image differs: %s', async (_, management, expected) => {
  const rest = SOURCE.slice(1).filter(({ digest }) => management.every((each) => each.digest !== digest));
  const { different } = await inManagement({
    contents: { develop: SOURCE, management: [...management, ...rest] },
  });

  expect(different).toEqual({
    count: 1,
    images: [
      {
        digest: 'sha256:a',
        tags: ['v1', 'latest'],
        missingTags: [],
        conflictingTags: [],
        keptTags: [],
        isArchived: false,
        ...expected,
      },
    ],
  });
});

test('finds that the tag of a missing image belongs to another image', async () => {
  const { missing, kept } = await inManagement({
    contents: { develop: [image('new', ['latest'])], management: [image('old', ['latest'])] },
  });

  expect(missing.images[0]?.conflictingTags).toEqual([{ tag: 'latest', digest: 'sha256:old' }]);
  expect(kept.images).toEqual([{ digest: 'sha256:old', tags: ['latest'], isArchived: false }]);
});

describe('an image that only the destination contains', () => {
  const contents = { develop: [image('a')], management: [image('a'), image('gone', ['v0'])] };

  test('was deleted in the source', async () => {
    const { kept } = await inManagement({ contents });

    expect(kept).toEqual({
      count: 1,
      images: [{ digest: 'sha256:gone', tags: ['v0'], isArchived: false }],
    });
  });

  test('is ignored with --ignore-kept', async () => {
    const tags = { ...contents, management: [image('a', ['old']), image('gone')] };
    const { comparisons } = withoutKept(await compare({ contents: tags }));
    const found = comparisons.find(({ to }) => to === 'management');

    expect(found?.kept.count).toBe(0);
    expect(found?.different.count).toBe(0);
  });

  test('is no difference if images are pushed to the destination', async () => {
    const { kept } = await inManagement({ contents, originals: ['develop', 'management'] });

    expect(kept.count).toBe(0);
  });
});

test('does not expect archived images of the source, which ECR does not replicate', async () => {
  const { expected, missing } = await inManagement({
    contents: { develop: [image('a', ['v1'], { isArchived: true })], management: [] },
  });

  expect([expected, missing.count]).toEqual([0, 0]);
});

test('does not expect images that were replicated to the source, which ECR does not replicate again', async () => {
  const text = base(
    '[develop_us, management], repositories: [my-repo] }',
    '[develop_us], repositories: [my-repo] }\n  - { from: develop_us, to: [management], repositories: [my-repo] }',
  );
  const { expected, missing } = await inManagement({
    text,
    contents: { develop: [image('a')], develop_us: [image('a'), image('own')], management: [] },
  });

  expect(expected).toBe(1);
  expect(missing.images.map(({ digest }) => digest)).toEqual(['sha256:own']);
});

test('of two registries that replicate to each other, reports an image once', async () => {
  const text = base(
    '[develop_us, management], repositories: [my-repo] }',
    '[management], repositories: [my-repo] }\n  - { from: management, to: [develop], repositories: [my-repo] }',
  );
  const { comparisons } = await compare({
    text,
    contents: { develop: [image('a'), image('b')], management: [image('b'), image('c')] },
    originals: ['develop', 'management'],
  });

  expect(
    comparisons.map(({ from, missing, kept }) => [
      from,
      missing.images.map(({ digest }) => digest),
      kept.count,
    ]),
  ).toEqual([
    ['develop', ['sha256:a'], 0],
    ['management', ['sha256:c'], 0],
  ]);
});

describe('the replication of a missing image', () => {
  const contents = { develop: [image('a')], management: [] };
  const status = (changed: Partial<ReplicationStatus>): ReplicationStatus => ({
    accountId: '999999999999',
    region: 'ap-northeast-1',
    status: 'COMPLETE',
    failureCode: undefined,
    ...changed,
  });

  test.each<[string, readonly ReplicationStatus[], object]>([
    ['has no status', [], { kind: 'not-replicated' }],
    ['has a status for another destination', [status({ region: 'us-west-1' })], { kind: 'not-replicated' }],
    [
      'failed',
      [status({ status: 'FAILED', failureCode: 'Denied' })],
      { kind: 'failed', failureCode: 'Denied' },
    ],
    ['is in progress', [status({ status: 'IN_PROGRESS' })], { kind: 'in-progress' }],
    ['is complete, so that the image was deleted', [status({})], { kind: 'complete' }],
  ])('%s', async (_, statuses, expected) => {
    const { missing } = await inManagement({ contents, statuses: { 'sha256:a': statuses } });

    expect(missing.images[0]?.replication).toEqual(expected);
  });

  test('is looked up once for all destinations', async () => {
    const input = inputOf({ contents });
    await verifyImages(input);

    expect(input.statusCalls).toEqual(['develop sha256:a']);
  });

  test('is looked up for the newest 25 images of a repository', async () => {
    const images = Array.from({ length: 40 }, (_, index) =>
      image(String(index).padStart(2, '0'), [], {
        pushedAt: `2026-11-01T00:00:${String(index).padStart(2, '0')}.000Z`,
      }),
    );
    const input = inputOf({ contents: { develop: images, management: [] } });
    const { comparisons } = await verifyImages(input);

    expect(input.statusCalls.length).toBe(25);
    expect(input.statusCalls[0]).toBe('develop sha256:39');
    const { missing } = comparisons.find(({ to }) => to === 'management')!;
    expect(missing.images.filter(({ replication }) => replication.kind === 'unknown').length).toBe(15);
  });
});

describe('images that cannot be read', () => {
  const failure: Failure = {
    call: 'ecr:DescribeImages',
    kind: 'denied',
    code: 'AccessDeniedException',
    message: 'no',
  };
  const contents = { develop: SOURCE, develop_us: [], management: [] };

  test('in a destination do not prevent the comparison with the other one', async () => {
    const result = await compare({ contents, failures: { 'management images': failure } });

    expect(result.comparisons.map(({ to, missing }) => [to, missing.count])).toEqual([['develop_us', 3]]);
    expect(result.unreadable).toEqual([
      {
        registry: { accountId: '999999999999', region: 'ap-northeast-1' },
        part: 'images',
        name: 'my-repo',
        failure,
      },
    ]);
  });

  test('in the source make no comparison', async () => {
    const result = await compare({ contents, failures: { 'develop images': failure } });

    expect(result.comparisons).toEqual([]);
    expect(result.unreadable.map(({ registry }) => registry.accountId)).toEqual(['111111111111']);
  });

  test('make the replication status unknown, after one call', async () => {
    const input = inputOf({ contents, failures: { 'develop replicationStatus': failure } });
    const result = await verifyImages(input);

    expect(input.statusCalls.length).toBe(1);
    expect(result.unreadable.map(({ part }) => part)).toEqual(['replicationStatus']);
    expect(result.comparisons[0]?.missing.images[0]?.replication).toEqual({ kind: 'unknown' });
  });

  test('are reported by a bug as such', async () => {
    const input = inputOf({ contents });
    const openReader = () => Promise.reject(new Error('bug'));

    await expect(verifyImages({ ...input, openReader })).rejects.toThrow('bug');
  });
});

test('compares the declared repositories if the list of the source could not be read', async () => {
  const { comparisons } = await compare({
    contents: { develop: SOURCE, management: SOURCE },
    repositories: { develop: undefined, develop_us: undefined, management: undefined },
  });

  expect(comparisons.map(({ to, hasRepository }) => [to, hasRepository])).toEqual([
    ['develop_us', true],
    ['management', true],
  ]);
});

test('lists at most 1,000 images, and counts all', async () => {
  const images = Array.from({ length: 1_500 }, (_, index) => image(`d${index}`, [`t${index}`]));
  const { missing } = await inManagement({
    contents: { develop: images, management: [] },
    pageSize: 1_000,
  });

  expect([missing.count, missing.images.length]).toEqual([1_500, 1_000]);
});
