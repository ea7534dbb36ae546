import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  DescribeRegistryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  GetRegistryPolicyCommand,
  GetRegistryScanningConfigurationCommand,
  GetRepositoryPolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  PutRegistryPolicyCommand,
  PutReplicationConfigurationCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Fake } from '../live/fake/fake';
import { describeWithRequirements } from './describe-with-requirements';
import { startMoto } from './moto';
import { Sandbox } from './sandbox';

const ACCOUNT = '111111111111';
const OTHER = '999999999999';
const REGION = 'us-east-1';

interface Clients {
  readonly ecr: ECRClient;
  readonly sts: STSClient;
}

type Send = (clients: Clients) => Promise<object>;

const repositoryName = 'team/app';
const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Pull',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: 'ecr:BatchGetImage',
    },
  ],
});
const registryPolicyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Replicate',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: 'ecr:ReplicateImage',
      Resource: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/*`,
    },
  ],
});
const lifecyclePolicyText = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      description: 'few',
      selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 5 },
      action: { type: 'expire' },
    },
  ],
});
const layer = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
  size: 90,
  digest: `sha256:${'a'.repeat(64)}`,
};
const imageManifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    ...layer,
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: `sha256:${'b'.repeat(64)}`,
  },
  layers: [layer],
});
const rule = (registryId: string, region: string) => ({
  replicationConfiguration: {
    rules: [
      {
        destinations: [{ registryId, region }],
        repositoryFilters: [{ filter: 'team', filterType: 'PREFIX_MATCH' as const }],
      },
    ],
  },
});

/** In this order, because later calls require earlier ones. */
const CALLS: Readonly<Record<string, Send>> = {
  'registry policy before it exists': ({ ecr }) => ecr.send(new GetRegistryPolicyCommand({})),
  'repository that does not exist': ({ ecr }) => ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
  CreateRepository: ({ ecr }) =>
    ecr.send(
      new CreateRepositoryCommand({
        repositoryName,
        tags: [{ Key: 'team', Value: 'web' }],
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS' },
      }),
    ),
  'repository that exists': ({ ecr }) => ecr.send(new CreateRepositoryCommand({ repositoryName })),
  DescribeRepositories: ({ ecr }) => ecr.send(new DescribeRepositoriesCommand({})),
  ListTagsForResource: ({ ecr }) =>
    ecr.send(
      new ListTagsForResourceCommand({
        resourceArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/${repositoryName}`,
      }),
    ),
  'repository policy before it exists': ({ ecr }) =>
    ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
  SetRepositoryPolicy: ({ ecr }) => ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText })),
  GetRepositoryPolicy: ({ ecr }) => ecr.send(new GetRepositoryPolicyCommand({ repositoryName })),
  'lifecycle policy before it exists': ({ ecr }) =>
    ecr.send(new GetLifecyclePolicyCommand({ repositoryName })),
  PutLifecyclePolicy: ({ ecr }) =>
    ecr.send(new PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })),
  GetLifecyclePolicy: ({ ecr }) => ecr.send(new GetLifecyclePolicyCommand({ repositoryName })),
  'registry policy without a Resource': ({ ecr }) => ecr.send(new PutRegistryPolicyCommand({ policyText })),
  PutRegistryPolicy: ({ ecr }) => ecr.send(new PutRegistryPolicyCommand({ policyText: registryPolicyText })),
  GetRegistryPolicy: ({ ecr }) => ecr.send(new GetRegistryPolicyCommand({})),
  'DescribeRegistry without rules': ({ ecr }) => ecr.send(new DescribeRegistryCommand({})),
  'replication to the source itself': ({ ecr }) =>
    ecr.send(new PutReplicationConfigurationCommand(rule(ACCOUNT, REGION))),
  PutReplicationConfiguration: ({ ecr }) =>
    ecr.send(new PutReplicationConfigurationCommand(rule(OTHER, REGION))),
  DescribeRegistry: ({ ecr }) => ecr.send(new DescribeRegistryCommand({})),
  GetRegistryScanningConfiguration: ({ ecr }) => ecr.send(new GetRegistryScanningConfigurationCommand({})),
  PutImage: ({ ecr }) => ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' })),
  ListImages: ({ ecr }) => ecr.send(new ListImagesCommand({ repositoryName })),
  DescribeImages: ({ ecr }) => ecr.send(new DescribeImagesCommand({ repositoryName })),
  BatchGetImage: ({ ecr }) =>
    ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }, { imageTag: 'v2' }] }),
    ),
  'image that does not exist': ({ ecr }) =>
    ecr.send(new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'v2' }] })),
  GetCallerIdentity: ({ sts }) => sts.send(new GetCallerIdentityCommand({})),
  AssumeRole: ({ sts }) =>
    sts.send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${OTHER}:role/reader`, RoleSessionName: 'e2e' })),
};

/** Fields that moto 5.2.1 does not return, by call. */
const NOT_IN_MOTO: Readonly<Record<string, readonly string[]>> = {
  DescribeImages: ['imageDetails[].artifactMediaType: string', 'imageDetails[].imageStatus: string'],
};

describeWithRequirements('the fake of ECR compared with moto', ['moto_server'], () => {
  let sandbox: Sandbox;
  let fake: Fake;
  let shapes: Readonly<Record<'fake' | 'moto', Readonly<Record<string, readonly string[]>>>>;

  beforeAll(async () => {
    sandbox = new Sandbox();
    const moto = await startMoto(sandbox, { develop: ACCOUNT });
    fake = await Fake.start();
    const { develop: accessKeyId = '' } = moto.accessKeys;
    shapes = {
      fake: await shapesOf(fake.url, fake.credentials(ACCOUNT)),
      moto: await shapesOf(String(moto.environment.AWS_ENDPOINT_URL), {
        accessKeyId,
        secretAccessKey: 'secret',
      }),
    };
  });

  afterAll(async () => {
    await fake.close();
    await sandbox.close();
  });

  test.each(Object.keys(CALLS))('%s', (name) => {
    const { fake: ours, moto: theirs } = shapes;

    expect(ours[name]).not.toEqual([]);
    expect(ours[name]!.filter((field) => !NOT_IN_MOTO[name]?.includes(field))).toEqual(theirs[name]);
  });
});

async function shapesOf(
  endpoint: string,
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<Readonly<Record<string, readonly string[]>>> {
  const configuration = { endpoint, credentials, region: REGION, maxAttempts: 1 };
  const clients = { ecr: new ECRClient(configuration), sts: new STSClient(configuration) };
  const shapes: Record<string, readonly string[]> = {};
  for (const [name, send] of Object.entries(CALLS)) {
    shapes[name] = await send(clients).then(
      (result) => shapeOf({ ...result, $metadata: undefined }),
      (error: unknown) => [String(error)],
    );
  }
  return shapes;
}

/** Returns each field with its path and type: `repositories[].createdAt: Date`. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    return value.length === 0 ? [`${path}: []`] : value.flatMap((each) => shapeOf(each, `${path}[]`));
  }
  if (value instanceof Date) return [`${path}: Date`];
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, each]) => shapeOf(each, path === '' ? key : `${path}.${key}`));
}
