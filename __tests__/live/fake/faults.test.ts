import { BatchGetAccountStatusCommand } from '@aws-sdk/client-inspector2';
import { DescribeRegistryCommand, ECRClient, GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ecrClient, inspectorClient, stsClient } from './clients';
import { Fake } from './fake';
import type { Fault } from './faults';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';

let fake: Fake;

beforeEach(async () => {
  fake = await Fake.start();
  fake.registry(ACCOUNT, REGION).addRepository({ name: 'app', policy: POLICY });
  fake.registry(ACCOUNT, REGION).addRepository({ name: 'web', policy: POLICY });
});

afterEach(async () => {
  await fake.close();
});

const POLICY = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }] };

const readPolicy = (repositoryName = 'app', region = REGION) =>
  ecrClient(fake, ACCOUNT, region).send(new GetRepositoryPolicyCommand({ repositoryName }));
const readCaller = () => stsClient(fake, ACCOUNT).send(new GetCallerIdentityCommand({}));
const readInspector = () => inspectorClient(fake, ACCOUNT, REGION).send(new BatchGetAccountStatusCommand({}));

/** What the SDK throws. */
interface Thrown {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

async function thrownBy(call: () => Promise<unknown>): Promise<Thrown> {
  try {
    await call();
  } catch (error) {
    return error as Thrown; // what the SDK throws has these fields
  }
  throw new Error('the call succeeded');
}

const DENIED = `User: arn:aws:iam::${ACCOUNT}:user/tester is not authorized to perform: `;

const CASES: readonly [
  title: string,
  fault: Fault,
  expected: readonly [name: string, status?: number, message?: string],
][] = [
  ['throttling', { kind: 'throttled' }, ['ThrottlingException', 400, 'Rate exceeded']],
  [
    'a denied call',
    { kind: 'denied' },
    [
      'AccessDeniedException',
      400,
      `${DENIED}ecr:GetRepositoryPolicy on resource: arn:aws:ecr:us-east-1:111111111111:repository/app because no identity-based policy allows the ecr:GetRepositoryPolicy action`,
    ],
  ],
  [
    'a call that an SCP denies',
    { kind: 'denied', reason: 'with an explicit deny in a service control policy' },
    [
      'AccessDeniedException',
      400,
      `${DENIED}ecr:GetRepositoryPolicy on resource: arn:aws:ecr:us-east-1:111111111111:repository/app with an explicit deny in a service control policy`,
    ],
  ],
  ['an error of the server', { kind: 'serverError' }, ['ServerException', 500]],
  ['an expired token', { kind: 'expiredToken' }, ['ExpiredTokenException', 400]],
  ['an access key that does not exist', { kind: 'invalidToken' }, ['UnrecognizedClientException', 400]],
  ['an operation that AWS does not have', { kind: 'unknownOperation' }, ['UnknownOperationException', 400]],
  ['an operation that moto does not have', { kind: 'notImplemented' }, ['SyntaxError', 500]],
  [
    'another error',
    { kind: 'error', name: 'KmsException', message: 'disabled' },
    ['KmsException', 400, 'disabled'],
  ],
];

test.each(CASES)('%s', async (_, fault, [name, status, message]) => {
  fake.inject('GetRepositoryPolicy', fault);
  const thrown = await thrownBy(readPolicy);

  expect(thrown.name).toBe(name);
  expect(thrown.$metadata?.httpStatusCode).toBe(status);
  if (message !== undefined) expect(thrown.message).toBe(message);
});

test('a connection that is cut within the response', async () => {
  fake.inject('GetRepositoryPolicy', { kind: 'cut' });

  expect((await thrownBy(readPolicy)).message).toContain('aborted');
});

test('an access key of no account', async () => {
  const credentials = { accessKeyId: 'AKIANONE', secretAccessKey: 'secret' };
  const client = new ECRClient({ region: REGION, endpoint: fake.url, credentials, maxAttempts: 1 });

  await expect(client.send(new DescribeRegistryCommand({}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
});

test('the identity of another account', async () => {
  fake.inject('GetCallerIdentity', { kind: 'otherAccount', accountId: '222222222222' });

  expect(await readCaller()).toMatchObject({
    Account: '222222222222',
    Arn: 'arn:aws:iam::222222222222:user/tester',
  });
});

test.each([
  [{ kind: 'denied' }, 'AccessDenied', 403],
  [{ kind: 'expiredToken' }, 'ExpiredToken', 403],
  [{ kind: 'invalidToken' }, 'InvalidClientTokenId', 403],
  [{ kind: 'throttled' }, 'Throttling', 400],
  [{ kind: 'serverError' }, 'InternalFailure', 500],
] as const)('STS has its own name for %j: %s', async (fault, name, status) => {
  fake.inject('GetCallerIdentity', fault);

  expect(await thrownBy(readCaller)).toMatchObject({ name, $metadata: { httpStatusCode: status } });
});

test.each([
  [{ kind: 'denied' }, 'AccessDeniedException', 403],
  [{ kind: 'throttled' }, 'ThrottlingException', 429],
] as const)('Inspector has its own status for %j: %s', async (fault, name, status) => {
  fake.inject('BatchGetAccountStatus', fault);

  expect(await thrownBy(readInspector)).toMatchObject({ name, $metadata: { httpStatusCode: status } });
});

describe('scope', () => {
  const outcomes = async (...calls: readonly (() => Promise<unknown>)[]) => {
    const results: string[] = [];
    for (const call of calls) {
      results.push(
        await call().then(
          () => 'ok',
          (error: unknown) => (error as Thrown).name,
        ),
      );
    }
    return results;
  };

  test('a number of calls, then none', async () => {
    fake.inject('GetRepositoryPolicy', { kind: 'throttled' }, { times: 2 });

    expect(await outcomes(readPolicy, readPolicy, readPolicy)).toEqual([
      'ThrottlingException',
      'ThrottlingException',
      'ok',
    ]);
  });

  test('the nth call', async () => {
    fake.inject('GetRepositoryPolicy', { kind: 'serverError' }, { nth: 2, times: 1 });

    expect(await outcomes(readPolicy, readPolicy, readPolicy)).toEqual(['ok', 'ServerException', 'ok']);
  });

  test('one repository', async () => {
    fake.inject('*', { kind: 'denied' }, { repository: 'web' });

    expect(await outcomes(readPolicy, () => readPolicy('web'))).toEqual(['ok', 'AccessDeniedException']);
  });

  test('one Region', async () => {
    fake.registry(ACCOUNT, 'eu-west-1').addRepository({ name: 'app', policy: POLICY });
    fake.inject('*', { kind: 'denied' }, { region: 'eu-west-1' });

    expect(await outcomes(readPolicy, () => readPolicy('app', 'eu-west-1'))).toEqual([
      'ok',
      'AccessDeniedException',
    ]);
  });

  test('one account', async () => {
    fake.inject('*', { kind: 'denied' }, { accountId: '222222222222' });

    expect(await outcomes(readPolicy)).toEqual(['ok']);
  });
});

test('the SDK retries a call that is throttled', async () => {
  fake.inject('DescribeRegistry', { kind: 'throttled' }, { times: 1 });
  const client = new ECRClient({
    region: REGION,
    endpoint: fake.url,
    credentials: fake.credentials(ACCOUNT),
    maxAttempts: 2,
  });

  await expect(client.send(new DescribeRegistryCommand({}))).resolves.toMatchObject({ registryId: ACCOUNT });
  expect(fake.calls).toHaveLength(2);
});

test('records the calls, and how many are in progress at the same time', async () => {
  fake.setLatency(20);
  const client = ecrClient(fake, ACCOUNT, REGION);
  await Promise.all(
    ['app', 'web', 'app'].map((repositoryName) =>
      client.send(new GetRepositoryPolicyCommand({ repositoryName })),
    ),
  );
  await readCaller();

  expect(fake.maxInFlight).toBe(3);
  expect(fake.calls).toHaveLength(4);
  expect(fake.writes).toEqual([]);
  expect(fake.calls[0]).toEqual({
    service: 'ecr',
    operation: 'GetRepositoryPolicy',
    accountId: ACCOUNT,
    region: REGION,
    repository: expect.any(String) as string,
    input: { repositoryName: expect.any(String) as string },
    isWrite: false,
  });
});

test('waits before the response of a slow call', async () => {
  fake.inject('GetRepositoryPolicy', { kind: 'slow', ms: 50 });
  const start = process.hrtime.bigint();
  await readPolicy();

  expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThanOrEqual(49);
});
