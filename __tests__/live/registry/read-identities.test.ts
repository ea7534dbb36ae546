import { IDENTITY_POLICY_NAME, parseIdentityArn } from '../../../src/aws/arn';
import { readTopology } from '../../../src/live/registry/read-topology';
import type { LiveTopology } from '../../../src/live/registry/live-topology';
import { UNKNOWN } from '../../../src/model/unknown';
import { Fake } from '../fake/fake';
import { targetsIn, useFake } from '../fake-profiles';

const ACCOUNT = '111111111111';
const REGION = 'us-east-1';
const CI = `arn:aws:iam::${ACCOUNT}:role/team/ci`;
const JO = `arn:aws:iam::${ACCOUNT}:user/jo`;
const OPS = `arn:aws:iam::${ACCOUNT}:role/ops`;
const READ_ONLY = 'AmazonEC2ContainerRegistryReadOnly';
const PULL = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['ecr:BatchGetImage'], Resource: 'arn:aws:ecr:*:*:repository/a+b%20*' },
  ],
};

let fake: Fake;
let profiles: ReturnType<typeof useFake>;

beforeAll(async () => {
  fake = await Fake.start();
  profiles = useFake(fake, { [ACCOUNT]: ACCOUNT }, { AWS_MAX_ATTEMPTS: '2' });
});

beforeEach(() => {
  fake.reset();
  fake
    .iam(ACCOUNT)
    .addRole({
      name: 'ci',
      path: '/team/',
      policies: { [IDENTITY_POLICY_NAME]: PULL, other: PULL },
      attached: [`arn:aws:iam::aws:policy/${READ_ONLY}`, `arn:aws:iam::${ACCOUNT}:policy/own`],
    })
    .addRole({ name: 'ops' })
    .addUser({ name: 'jo', policies: { [IDENTITY_POLICY_NAME]: PULL } });
  fake.registry(ACCOUNT, REGION).addRepository({
    name: 'app',
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: [CI, 'arn:aws:iam::222222222222:role/far'] },
          Action: 'ecr:BatchGetImage',
        },
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'ecr:BatchGetImage',
          Condition: { ArnEquals: { 'aws:PrincipalArn': OPS }, StringLike: { 'aws:PrincipalTag/team': JO } },
        },
      ],
    },
  });
});

afterAll(async () => {
  profiles.restore();
  await fake.close();
});

function read(...arns: readonly string[]): Promise<LiveTopology> {
  const identities = arns.map((arn) => parseIdentityArn(arn)!);
  return readTopology(targetsIn(ACCOUNT, REGION), { identities });
}

test('does not call IAM by default', async () => {
  const { topology } = await readTopology(targetsIn(ACCOUNT, REGION));

  expect(topology.identities).toEqual([]);
  expect(fake.calls.filter(({ service }) => service === 'iam')).toEqual([]);
});

test('reads the policies of the principals that a repository policy names, and of the requested ones', async () => {
  const live = await read(JO);

  expect(live.unreadable).toEqual([]);
  expect(live.topology.identities.map(({ name }) => name)).toEqual(['ops', 'ci', 'jo']);
  const [ops, ci, jo] = live.topology.identities;
  expect(ops).toMatchObject({ policy: undefined, managedPolicies: [] });
  expect(ci).toMatchObject({ path: '/team/', managedPolicies: [READ_ONLY] });
  expect(ci?.policy).toEqual(jo?.policy);
  expect(ci?.policy).toMatchObject({
    statements: [{ resources: { values: ['arn:aws:ecr:*:*:repository/a+b%20*'] } }],
  });
});

test('leaves out a role that does not exist', async () => {
  const live = await read(`arn:aws:iam::${ACCOUNT}:role/deleted`);

  expect(live.unreadable).toEqual([]);
  expect(live.topology.identities.map(({ name }) => name)).toEqual(['ops', 'ci']);
});

test.each(['GetRolePolicy', 'ListAttachedRolePolicies'] as const)(
  'a denied %s makes the policy unknown',
  async (operation) => {
    fake.inject(operation, { kind: 'denied' }, { times: 1 });

    const live = await read(JO);

    expect(live.unreadable).toHaveLength(1);
    expect(live.unreadable[0]).toMatchObject({
      registry: undefined,
      part: 'identities',
      failure: { call: `iam:${operation}`, kind: 'denied' },
    });
    const name = live.unreadable[0]?.name?.split('/').at(-1);
    expect(live.topology.identities.map((each) => `${each.name} ${each.policy === UNKNOWN}`)).toEqual(
      ['ops', 'ci', 'jo'].map((each) => `${each} ${each === name}`),
    );
  },
);

test('reports IAM once if it is denied for all', async () => {
  fake.inject('ListAttachedRolePolicies', { kind: 'denied' });

  const live = await read();

  expect(live.unreadable).toMatchObject([
    { part: 'identities', name: undefined, failure: { kind: 'denied' } },
  ]);
  expect(live.topology.identities.map(({ policy }) => policy)).toEqual([UNKNOWN, UNKNOWN]);
});

test('an account that cannot be opened makes the policies of its identities unknown', async () => {
  fake.inject('GetCallerIdentity', { kind: 'otherAccount', accountId: '999999999999' });

  const live = await read(CI, JO);

  expect(live.unreadable.map(({ part, name }) => `${part} ${name}`)).toEqual([
    `identities ${CI}`,
    `identities ${JO}`,
    'registry undefined',
  ]);
  expect(live.topology.identities.map(({ policy }) => policy)).toEqual([UNKNOWN, UNKNOWN]);
});
