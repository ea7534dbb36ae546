import { uncheckedAccountName, uncheckedRegion } from '../../src/aws/names';
import { AwsSession, openAccount, WrongAccountError } from '../../src/live/session';
import { Fake } from './fake/fake';
import { accountOf, useFake } from './fake-profiles';

const ACCOUNT = '111111111111';
const REGION = uncheckedRegion('us-east-1');

let fake: Fake;
let profiles: ReturnType<typeof useFake>;

beforeAll(async () => {
  fake = await Fake.start();
  profiles = useFake(fake, { [ACCOUNT]: ACCOUNT }, { AWS_MAX_ATTEMPTS: '2' });
});

beforeEach(() => {
  fake.reset();
  fake.setLatency(0);
});

afterAll(async () => {
  profiles.restore();
  await fake.close();
});

test('opens an account with a profile, and calls each Region', async () => {
  fake.registry(ACCOUNT, 'eu-west-1').addRepository({ name: 'in-europe' });
  const session = await openAccount(accountOf(ACCOUNT), REGION);

  expect(session.accountId).toBe(ACCOUNT);
  const { repositories } = await session.call('ecr:DescribeRepositories', {}, uncheckedRegion('eu-west-1'));
  expect(repositories?.map(({ repositoryName }) => repositoryName)).toEqual(['in-europe']);
  expect((await session.call('ecr:DescribeRepositories', {}, REGION)).repositories).toEqual([]);
});

test('opens an account with a role', async () => {
  const arn = 'arn:aws:iam::999999999999:role/reader';
  const before = { ...process.env };
  const { accessKeyId, secretAccessKey } = fake.credentials(ACCOUNT);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  try {
    const session = await AwsSession.open(
      { kind: 'assumeRole', arn, externalId: 'team', sessionName: undefined },
      REGION,
    );

    expect(session.accountId).toBe('999999999999');
    expect(fake.calls.find(({ operation }) => operation === 'AssumeRole')?.input).toMatchObject({
      RoleArn: arn,
      RoleSessionName: 'ecr-topology',
      ExternalId: 'team',
    });
  } finally {
    process.env = before;
  }
});

test('rejects credentials of another account', async () => {
  const account = { ...accountOf('999999999999'), credentials: accountOf(ACCOUNT).credentials };

  await expect(openAccount({ ...account, name: uncheckedAccountName('prod') }, REGION)).rejects.toThrow(
    "The credentials of account 'prod' belong to 111111111111, not to 999999999999.",
  );
  await expect(openAccount(account, REGION)).rejects.toBeInstanceOf(WrongAccountError);
});

test('a profile that does not exist is a failure of the credentials', async () => {
  await expect(AwsSession.open({ kind: 'profile', profile: 'missing' }, REGION)).rejects.toMatchObject({
    failure: { kind: 'credentials', call: 'sts:GetCallerIdentity' },
  });
});

test('returns every page', async () => {
  const registry = fake.registry(ACCOUNT, REGION);
  for (let index = 0; index < 25; index += 1) {
    registry.addRepository({ name: `app-${index}` });
  }
  const session = await openAccount(accountOf(ACCOUNT), REGION);
  const pages = await session.callAll('ecr:DescribeRepositories', { maxResults: 10 }, REGION);

  expect(pages.flatMap(({ repositories = [] }) => repositories)).toHaveLength(25);
  expect(pages.length).toBeGreaterThanOrEqual(3);
});

test('limits the calls in flight of an account and Region', async () => {
  fake.setLatency(20);
  const session = await openAccount(accountOf(ACCOUNT), REGION);
  await Promise.all(Array.from({ length: 40 }, () => session.call('ecr:DescribeRegistry', {}, REGION)));

  expect(fake.maxInFlight).toBe(10);
});

test('a call that fails does not stop those that wait', async () => {
  fake.inject('DescribeRegistry', { kind: 'denied' }, { times: 15 });
  const session = await openAccount(accountOf(ACCOUNT), REGION);
  const results = await Promise.allSettled(
    Array.from({ length: 30 }, () => session.call('ecr:DescribeRegistry', {}, REGION)),
  );

  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(15);
});
