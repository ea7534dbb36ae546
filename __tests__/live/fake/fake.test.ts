import { BatchGetAccountStatusCommand } from '@aws-sdk/client-inspector2';
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribePullThroughCacheRulesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  DescribeRepositoryCreationTemplatesCommand,
  GetAccountSettingCommand,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  ListPullTimeUpdateExclusionsCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  PutRegistryScanningConfigurationCommand,
  PutReplicationConfigurationCommand,
  SetRepositoryPolicyCommand,
  type ECRClient,
} from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ecrClient, inspectorClient, stsClient } from './clients';
import { Fake } from './fake';

const ACCOUNT = '111111111111';
const OTHER = '999999999999';
const REGION = 'us-east-1';

let fake: Fake;

beforeEach(async () => {
  fake = await Fake.start();
});

afterEach(async () => {
  await fake.close();
});

function ecr(accountId = ACCOUNT): ECRClient {
  return ecrClient(fake, accountId, REGION);
}

const PULL = {
  Version: '2012-10-17',
  Statement: [
    {
      Principal: { AWS: ['999999999999', 'arn:aws:iam::222222222222:root'] },
      Effect: 'Allow',
      Action: ['ecr:BatchGetImage'],
    },
  ],
};

const REPLICATE = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: ['ecr:ReplicateImage'],
      Resource: `arn:aws:ecr:${REGION}:${OTHER}:repository/*`,
    },
  ],
};

const LIFECYCLE = {
  rules: [
    {
      action: { type: 'expire' },
      rulePriority: 1,
      selection: { countNumber: 5, countType: 'imageCountMoreThan', tagStatus: 'any' },
    },
  ],
};

function manifest(name: string): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', size: 10 },
    layers: [{ size: 90 }],
    annotations: { name },
  });
}

describe('reads', () => {
  beforeEach(() => {
    const registry = fake.registry(ACCOUNT, REGION);
    registry.addRepository({
      name: 'team/app',
      policy: PULL,
      lifecyclePolicy: LIFECYCLE,
      tags: { team: 'web' },
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
      encryptionConfiguration: { encryptionType: 'KMS' },
      images: [{ digest: 'sha256:aa', tags: ['v1', 'v2'], size: 5 }],
    });
    registry.setReplication([{ destinations: [{ region: REGION, registryId: OTHER }] }]);
    registry.setScanning({ scanType: 'ENHANCED', rules: [] });
    registry.addCreationTemplate({
      prefix: 'team',
      appliedFor: ['REPLICATION'],
      repositoryPolicy: PULL,
      lifecyclePolicy: LIFECYCLE,
    });
    registry.addPullThroughCacheRule({ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' });
    registry.setAccountSetting('BLOB_MOUNTING', 'ENABLED');
    registry.addPullTimeUpdateExclusion(`arn:aws:iam::${ACCOUNT}:role/scanner`);
    registry.setInspector('ENABLED');
    fake.registry(OTHER, REGION).setPolicy(REPLICATE);
  });

  test('repositories', async () => {
    const { repositories } = await ecr().send(new DescribeRepositoriesCommand({}));

    expect(repositories).toEqual([
      {
        repositoryArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/app`,
        registryId: ACCOUNT,
        repositoryName: 'team/app',
        repositoryUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/team/app`,
        createdAt: new Date('2026-11-01T00:00:00Z'),
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'dev-*' }],
        imageScanningConfiguration: { scanOnPush: false },
        encryptionConfiguration: {
          encryptionType: 'KMS',
          // ECR returns the AWS managed key if the repository has no other.
          kmsKey: expect.stringMatching(/^arn:aws:kms:us-east-1:111111111111:key\//) as string,
        },
      },
    ]);
  });

  test('a repository policy, which is never the text that was put', async () => {
    const { policyText } = await ecr().send(new GetRepositoryPolicyCommand({ repositoryName: 'team/app' }));

    expect(policyText).toBe(`{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : [ "arn:aws:iam::222222222222:root", "arn:aws:iam::999999999999:root" ]
    },
    "Action" : "ecr:BatchGetImage"
  } ]
}`);
  });

  test('a lifecycle policy, with the keys in the order of ECR', async () => {
    const response = await ecr().send(new GetLifecyclePolicyCommand({ repositoryName: 'team/app' }));

    expect(response.lifecyclePolicyText).toBe(
      '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}]}',
    );
    expect(response.lastEvaluatedAt).toEqual(fake.now);
  });

  test('the registry policy of the account of the access key', async () => {
    const { policyText, registryId } = await ecr(OTHER).send(new GetRegistryPolicyCommand({}));

    expect(JSON.parse(policyText!)).toMatchObject({ Statement: [{ Action: 'ecr:ReplicateImage' }] });
    expect(registryId).toBe(OTHER);
  });

  test.each([
    [
      'tags',
      () =>
        ecr().send(
          new ListTagsForResourceCommand({
            resourceArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/team/app`,
          }),
        ),
      { tags: [{ Key: 'team', Value: 'web' }] },
    ],
    [
      'replication rules',
      () => ecr().send(new DescribeRegistryCommand({})),
      {
        registryId: ACCOUNT,
        replicationConfiguration: { rules: [{ destinations: [{ region: REGION, registryId: OTHER }] }] },
      },
    ],
    [
      'scanning',
      () => ecr().send(new GetRegistryScanningConfigurationCommand({})),
      { registryId: ACCOUNT, scanningConfiguration: { scanType: 'ENHANCED', rules: [] } },
    ],
    [
      'creation templates',
      () => ecr().send(new DescribeRepositoryCreationTemplatesCommand({})),
      {
        registryId: ACCOUNT,
        repositoryCreationTemplates: [
          {
            prefix: 'team',
            appliedFor: ['REPLICATION'],
            repositoryPolicy: expect.stringContaining('BatchGetImage') as string,
            lifecyclePolicy: expect.stringContaining('imageCountMoreThan') as string,
          },
        ],
      },
    ],
    [
      'pull-through cache rules',
      () => ecr().send(new DescribePullThroughCacheRulesCommand({})),
      { pullThroughCacheRules: [{ ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' }] },
    ],
    [
      'an account setting',
      () => ecr().send(new GetAccountSettingCommand({ name: 'BLOB_MOUNTING' })),
      { name: 'BLOB_MOUNTING', value: 'ENABLED' },
    ],
    [
      'an account setting that was never set',
      () => ecr().send(new GetAccountSettingCommand({ name: 'REGISTRY_POLICY_SCOPE' })),
      { name: 'REGISTRY_POLICY_SCOPE', value: 'V2' },
    ],
    [
      'pull time update exclusions',
      () => ecr().send(new ListPullTimeUpdateExclusionsCommand({})),
      { pullTimeUpdateExclusions: [`arn:aws:iam::${ACCOUNT}:role/scanner`] },
    ],
    [
      'images',
      () => ecr().send(new DescribeImagesCommand({ repositoryName: 'team/app' })),
      {
        imageDetails: [
          { imageDigest: 'sha256:aa', imageTags: ['v1', 'v2'], imageSizeInBytes: 5, imageStatus: 'ACTIVE' },
        ],
      },
    ],
    [
      'the status of Inspector',
      () => inspectorClient(fake, ACCOUNT, REGION).send(new BatchGetAccountStatusCommand({})),
      { accounts: [{ accountId: ACCOUNT, resourceState: { ecr: { status: 'ENABLED' } } }] },
    ],
    [
      'the caller',
      () => stsClient(fake, ACCOUNT).send(new GetCallerIdentityCommand({})),
      { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/tester` },
    ],
  ])('%s', async (_, read, expected) => {
    expect(await read()).toMatchObject(expected);
  });

  test('each tag of an image', async () => {
    const { imageIds } = await ecr().send(new ListImagesCommand({ repositoryName: 'team/app' }));

    expect(imageIds).toHaveLength(2);
    expect(imageIds).toContainEqual({ imageDigest: 'sha256:aa', imageTag: 'v2' });
  });

  test('the account of a role, with the access key of its session', async () => {
    const { Credentials } = await stsClient(fake, ACCOUNT).send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${OTHER}:role/path/reader`,
        RoleSessionName: 'nightly',
      }),
    );
    const { Account, Arn } = await new STSClient({
      region: REGION,
      endpoint: fake.url,
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      },
    }).send(new GetCallerIdentityCommand({}));

    expect({ Account, Arn }).toEqual({
      Account: OTHER,
      Arn: `arn:aws:sts::${OTHER}:assumed-role/reader/nightly`,
    });
  });
});

describe('writes', () => {
  test('a repository, and deletes it', async () => {
    await ecr().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    await ecr().send(new PutImageCommand({ repositoryName: 'app', imageManifest: manifest('one') }));

    await expect(ecr().send(new DeleteRepositoryCommand({ repositoryName: 'app' }))).rejects.toMatchObject({
      name: 'RepositoryNotEmptyException',
    });
    await ecr().send(new DeleteRepositoryCommand({ repositoryName: 'app', force: true }));
    expect(await ecr().send(new DescribeRepositoriesCommand({}))).toMatchObject({ repositories: [] });
    expect(fake.writes.map(({ operation }) => operation)).toEqual([
      'CreateRepository',
      'PutImage',
      'DeleteRepository',
      'DeleteRepository',
    ]);
  });

  test('policies and settings', async () => {
    fake.registry(OTHER, REGION).addRepository({ name: 'app' });
    const client = ecr(OTHER);
    const rules = [{ destinations: [{ region: 'eu-west-1', registryId: OTHER }] }];
    await client.send(
      new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText: JSON.stringify(PULL) }),
    );
    await client.send(
      new PutLifecyclePolicyCommand({
        repositoryName: 'app',
        lifecyclePolicyText: JSON.stringify(LIFECYCLE),
      }),
    );
    await client.send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(REPLICATE) }));
    await client.send(new PutRegistryScanningConfigurationCommand({ scanType: 'ENHANCED' }));
    await client.send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules } }));

    expect(fake.registry(OTHER, REGION).state).toMatchObject({
      policy: expect.stringContaining('ReplicateImage') as string,
      replication: rules,
      scanning: { scanType: 'ENHANCED' },
    });
    expect(fake.registry(OTHER, REGION).state.repositories.get('app')).toMatchObject({
      policy: expect.stringContaining('BatchGetImage') as string,
      lifecycle: expect.stringContaining('imageCountMoreThan') as string,
    });
  });

  test('an image, returns and deletes it', async () => {
    fake.registry(ACCOUNT, REGION).addRepository({ name: 'app' });
    const put = new PutImageCommand({
      repositoryName: 'app',
      imageManifest: manifest('one'),
      imageTag: 'v1',
    });
    const { image } = await ecr().send(put);
    await ecr().send(new PutImageCommand({ ...put.input, imageTag: 'v2' }));
    const got = await ecr().send(
      new BatchGetImageCommand({
        repositoryName: 'app',
        imageIds: [{ imageTag: 'v1' }, { imageTag: 'none' }],
      }),
    );

    expect(got.images).toMatchObject([{ imageId: image!.imageId, imageManifest: manifest('one') }]);
    expect(got.failures).toMatchObject([{ failureCode: 'ImageNotFound', imageId: { imageTag: 'none' } }]);
    const deleted = await ecr().send(
      new BatchDeleteImageCommand({ repositoryName: 'app', imageIds: [{ imageTag: 'v1' }] }),
    );
    expect(deleted.imageIds).toEqual([{ imageDigest: image!.imageId!.imageDigest, imageTag: 'v1' }]);
    expect(await ecr().send(new DescribeImagesCommand({ repositoryName: 'app' }))).toMatchObject({
      imageDetails: [{ imageTags: ['v2'], imageSizeInBytes: 100 }],
    });
  });
});

describe('pages', () => {
  beforeEach(() => {
    const registry = fake.registry(ACCOUNT, REGION);
    for (let index = 0; index < 250; index += 1) registry.addRepository({ name: `app-${index}` });
  });

  test('have 100 items unless the client sets a number', async () => {
    const first = await ecr().send(new DescribeRepositoriesCommand({}));
    const second = await ecr().send(new DescribeRepositoriesCommand({ nextToken: first.nextToken }));
    const third = await ecr().send(new DescribeRepositoriesCommand({ nextToken: second.nextToken }));

    expect([first, second, third].map(({ repositories }) => repositories!.length)).toEqual([100, 100, 50]);
    expect(third.nextToken).toBeUndefined();
    const names = [first, second, third].flatMap(({ repositories }) =>
      repositories!.map(({ repositoryName }) => repositoryName),
    );
    expect(new Set(names).size).toBe(250);
    expect(names).not.toEqual([...names].sort());
  });

  test('have another order with another salt', async () => {
    const one = await ecr().send(new DescribeRepositoriesCommand({ maxResults: 250 }));
    fake.options.orderSalt = 'other';
    const other = await ecr().send(new DescribeRepositoriesCommand({ maxResults: 250 }));

    expect(one.repositories).not.toEqual(other.repositories);
    expect(new Set(one.repositories!.map(({ repositoryName }) => repositoryName))).toEqual(
      new Set(other.repositories!.map(({ repositoryName }) => repositoryName)),
    );
  });

  test.each([
    ['a token that is not one', { nextToken: 'token' }],
    ['more than 1000 items', { maxResults: 1001 }],
    ['no item', { maxResults: 0 }],
    ['names and a number', { repositoryNames: ['app-1'], maxResults: 5 }],
  ])('are refused for %s', async (_, input) => {
    await expect(ecr().send(new DescribeRepositoriesCommand(input))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('are shorter than requested, and the last is empty, if the test wants so', async () => {
    fake.options.maxPageSize = 125;
    const sizes: number[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await ecr().send(new DescribeRepositoriesCommand({ maxResults: 1000, nextToken }));
      sizes.push(answer.repositories!.length);
      ({ nextToken } = answer);
    } while (nextToken !== undefined);

    expect(sizes).toEqual([125, 125, 0]);
  });

  test('refuse the token of another registry', async () => {
    const { nextToken } = await ecr().send(new DescribeRepositoriesCommand({}));

    await expect(ecr(OTHER).send(new DescribeRepositoriesCommand({ nextToken }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('errors', () => {
  const named = (repositoryName: string) => ({ repositoryName });
  const index = JSON.stringify({
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [{ digest: 'sha256:missing' }],
  });
  const withResource = { ...PULL, Statement: [{ ...PULL.Statement[0], Resource: '*' }] };
  const rule = (...destinations: { region: string; registryId: string }[]) => ({
    replicationConfiguration: { rules: [{ destinations }] },
  });

  beforeEach(() => {
    const registry = fake.registry(ACCOUNT, REGION);
    registry.addRepository({ name: 'app', imageTagMutability: 'IMMUTABLE' });
    registry.addImage('app', { manifest: manifest('one'), tags: ['v1'] });
  });

  test.each([
    ['RepositoryNotFoundException', () => ecr().send(new GetRepositoryPolicyCommand(named('none')))],
    ['RepositoryPolicyNotFoundException', () => ecr().send(new GetRepositoryPolicyCommand(named('app')))],
    ['LifecyclePolicyNotFoundException', () => ecr().send(new GetLifecyclePolicyCommand(named('app')))],
    ['RegistryPolicyNotFoundException', () => ecr().send(new GetRegistryPolicyCommand({}))],
    ['RepositoryAlreadyExistsException', () => ecr().send(new CreateRepositoryCommand(named('app')))],
    ['InvalidParameterException', () => ecr().send(new CreateRepositoryCommand(named('App')))],
    [
      'InvalidParameterException',
      () =>
        ecr().send(
          new SetRepositoryPolicyCommand({ ...named('app'), policyText: JSON.stringify(withResource) }),
        ),
    ],
    [
      'InvalidParameterException',
      () => ecr().send(new PutRegistryPolicyCommand({ policyText: JSON.stringify(PULL) })),
    ],
    [
      'InvalidParameterException',
      () => ecr().send(new PutReplicationConfigurationCommand(rule({ region: REGION, registryId: ACCOUNT }))),
    ],
    [
      'ImageAlreadyExistsException',
      () =>
        ecr().send(new PutImageCommand({ ...named('app'), imageManifest: manifest('one'), imageTag: 'v1' })),
    ],
    [
      'ImageTagAlreadyExistsException',
      () =>
        ecr().send(new PutImageCommand({ ...named('app'), imageManifest: manifest('two'), imageTag: 'v1' })),
    ],
    [
      'ImageDigestDoesNotMatchException',
      () =>
        ecr().send(
          new PutImageCommand({ ...named('app'), imageManifest: manifest('two'), imageDigest: 'sha256:aa' }),
        ),
    ],
    [
      'ReferencedImagesNotFoundException',
      () => ecr().send(new PutImageCommand({ ...named('app'), imageManifest: index })),
    ],
    [
      'ImageNotFoundException',
      () => ecr().send(new DescribeImagesCommand({ ...named('app'), imageIds: [{ imageTag: 'v9' }] })),
    ],
    ['ValidationException', () => ecr().send(new GetAccountSettingCommand({ name: 'NONE' }))],
    [
      'PullThroughCacheRuleNotFoundException',
      () => ecr().send(new DescribePullThroughCacheRulesCommand({ ecrRepositoryPrefixes: ['none'] })),
    ],
    ['AccessDeniedException', () => ecr().send(new DescribeRepositoriesCommand({ registryId: OTHER }))],
  ])('%s', async (name, call) => {
    await expect(call()).rejects.toMatchObject({ name });
  });
});
