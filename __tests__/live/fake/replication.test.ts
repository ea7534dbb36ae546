import {
  DescribeImageReplicationStatusCommand,
  DescribeImagesCommand,
  PutImageCommand,
  type ImageReplicationStatus,
} from '@aws-sdk/client-ecr';
import { ecrClient } from './clients';
import { Fake } from './fake';

const SOURCE = '111111111111';
const TARGET = '999999999999';
const REGION = 'us-east-1';
const OTHER_REGION = 'eu-west-1';

let fake: Fake;

beforeEach(async () => {
  fake = await Fake.start();
  fake.registry(SOURCE, REGION).addRepository({ name: 'prod/app' });
  replicateTo(TARGET, REGION);
});

afterEach(async () => {
  await fake.close();
});

function replicateTo(registryId: string, region: string): void {
  fake.registry(SOURCE, REGION).setReplication([
    {
      destinations: [{ registryId, region }],
      repositoryFilters: [{ filter: 'prod', filterType: 'PREFIX_MATCH' }],
    },
  ]);
}

function allow(actions: readonly string[], resource = 'prod/*', effect = 'Allow'): object {
  return {
    Effect: effect,
    Principal: { AWS: `arn:aws:iam::${SOURCE}:root` },
    Action: actions,
    Resource: `arn:aws:ecr:${REGION}:${TARGET}:repository/${resource}`,
  };
}

function setTargetPolicy(...statements: readonly object[]): void {
  fake.registry(TARGET, REGION).setPolicy({ Version: '2012-10-17', Statement: statements });
}

const IMAGE_TYPE = 'application/vnd.oci.image.manifest.v1+json';

async function push(name: string, tag = 'v1', repositoryName = 'prod/app'): Promise<string> {
  const { image } = await ecrClient(fake, SOURCE, REGION).send(
    new PutImageCommand({
      repositoryName,
      imageManifest: JSON.stringify({ name, mediaType: IMAGE_TYPE }),
      imageTag: tag,
    }),
  );
  return image!.imageId!.imageDigest!;
}

async function statusOf(imageTag = 'v1'): Promise<readonly ImageReplicationStatus[]> {
  const { replicationStatuses } = await ecrClient(fake, SOURCE, REGION).send(
    new DescribeImageReplicationStatusCommand({ repositoryName: 'prod/app', imageId: { imageTag } }),
  );
  return replicationStatuses!;
}

async function tagsIn(accountId: string, region: string): Promise<readonly string[]> {
  const { imageDetails } = await ecrClient(fake, accountId, region).send(
    new DescribeImagesCommand({ repositoryName: 'prod/app' }),
  );
  return imageDetails!.flatMap(({ imageTags = [] }) => imageTags);
}

test('a push replicates to an existing repository', async () => {
  fake.registry(TARGET, REGION).addRepository({ name: 'prod/app' });
  setTargetPolicy(allow(['ecr:ReplicateImage']));
  await push('one');

  expect(await statusOf()).toEqual([{ registryId: TARGET, region: REGION, status: 'COMPLETE' }]);
  expect(await tagsIn(TARGET, REGION)).toEqual(['v1']);
});

test('a push creates the repository with the settings of the most specific template', async () => {
  setTargetPolicy(allow(['ecr:CreateRepository', 'ecr:ReplicateImage']));
  const target = fake.registry(TARGET, REGION);
  target.addCreationTemplate({ prefix: 'ROOT', appliedFor: ['REPLICATION'] });
  target.addCreationTemplate({
    prefix: 'prod',
    appliedFor: ['REPLICATION'],
    imageTagMutability: 'IMMUTABLE',
  });
  await push('one');

  expect(target.state.repositories.get('prod/app')).toMatchObject({ mutability: 'IMMUTABLE' });
});

test('a template that does not apply to replication is ignored', async () => {
  setTargetPolicy(allow(['ecr:CreateRepository', 'ecr:ReplicateImage']));
  const target = fake.registry(TARGET, REGION);
  target.addCreationTemplate({
    prefix: 'prod',
    appliedFor: ['PULL_THROUGH_CACHE'],
    imageTagMutability: 'IMMUTABLE',
  });
  await push('one');

  expect(target.state.repositories.get('prod/app')).toMatchObject({ mutability: 'MUTABLE' });
});

test.each<[string, () => void, string]>([
  ['the destination has no registry policy', () => undefined, 'DESTINATION_REGISTRY_ACCESS_DENIED'],
  [
    'the registry policy allows other repositories',
    () => {
      setTargetPolicy(allow(['ecr:*'], 'dev/*'));
    },
    'DESTINATION_REGISTRY_ACCESS_DENIED',
  ],
  [
    'the registry policy denies',
    () => {
      setTargetPolicy(allow(['ecr:*']), allow(['ecr:ReplicateImage'], '*', 'Deny'));
    },
    'DESTINATION_REGISTRY_ACCESS_DENIED',
  ],
  [
    'the repository does not exist and must not be created',
    () => {
      setTargetPolicy(allow(['ecr:ReplicateImage']));
    },
    'DESTINATION_REPOSITORY_NOT_FOUND',
  ],
  [
    'an immutable tag has another image',
    () => {
      setTargetPolicy(allow(['ecr:ReplicateImage']));
      fake
        .registry(TARGET, REGION)
        .addRepository({ name: 'prod/app', imageTagMutability: 'IMMUTABLE', images: [{ tags: ['v1'] }] });
    },
    'DESTINATION_IMAGE_TAG_ALREADY_EXISTS',
  ],
])('fails if %s', async (_, seed, failureCode) => {
  seed();
  await push('one');

  expect(await statusOf()).toEqual([{ registryId: TARGET, region: REGION, status: 'FAILED', failureCode }]);
});

test('the own account in another Region needs no registry policy', async () => {
  replicateTo(SOURCE, OTHER_REGION);
  await push('one');

  expect(await tagsIn(SOURCE, OTHER_REGION)).toEqual(['v1']);
});

test('a replica is not replicated again', async () => {
  replicateTo(SOURCE, OTHER_REGION);
  fake
    .registry(SOURCE, OTHER_REGION)
    .setReplication([{ destinations: [{ registryId: SOURCE, region: 'us-west-2' }] }]);
  await push('one');

  expect(fake.registry(SOURCE, 'us-west-2').state.repositories.size).toBe(0);
});

test('an index replicates with its images', async () => {
  replicateTo(SOURCE, OTHER_REGION);
  const registry = fake.registry(SOURCE, REGION);
  const child = registry.addImage('prod/app');
  await ecrClient(fake, SOURCE, REGION).send(
    new PutImageCommand({
      repositoryName: 'prod/app',
      imageManifest: JSON.stringify({
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [{ digest: child }],
      }),
      imageTag: 'all',
    }),
  );

  const replica = fake.registry(SOURCE, OTHER_REGION).state.repositories.get('prod/app');
  expect([...replica!.images.keys()]).toHaveLength(2);
  expect(replica!.images.has(child)).toBe(true);
});

test('an image that was pushed before the rule has no status', async () => {
  fake.registry(SOURCE, REGION).addImage('prod/app', { tags: ['v1'] });

  expect(await statusOf()).toEqual([]);
});

test('an image outside the filters is not replicated', async () => {
  fake.registry(SOURCE, REGION).addRepository({ name: 'dev/app' });
  replicateTo(SOURCE, OTHER_REGION);
  await push('one', 'v1', 'dev/app');

  expect(fake.registry(SOURCE, OTHER_REGION).state.repositories.size).toBe(0);
});

test('the status is IN_PROGRESS until the test advances, if it wants so', async () => {
  fake.options.replicationPace = 'manual';
  replicateTo(SOURCE, OTHER_REGION);
  await push('one');

  expect(await statusOf()).toMatchObject([{ status: 'IN_PROGRESS' }]);
  fake.advance();
  expect(await statusOf()).toMatchObject([{ status: 'COMPLETE' }]);
});
