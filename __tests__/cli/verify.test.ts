import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topologyOf } from '../declaration/declarations';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { ecrTopology } from './in-process';

const DECLARATION = `accounts:
  develop: { id: "111111111111", profile: develop }
  management: { id: "999999999999", profile: management }
  build: { id: "222222222222", profile: build }
registries:
  develop: { account: develop, region: ap-northeast-1 }
  develop_us: { account: develop, region: us-west-1 }
  management: { account: management, region: ap-northeast-1 }
repositories:
  my-repo: { registry: develop }
replication:
  - { from: develop, to: [develop_us, management], repositories: [my-repo] }
access:
  - allow: push
    repositories: my-repo
    principals: arn:aws:iam::222222222222:role/ci
    identity: managed
`;

const TOPOLOGY = topologyOf(DECLARATION);
const CI_POLICIES = ['arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPowerUser'];

let fake: Fake;
let folder: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  fake = await Fake.start();
  folder = mkdtempSync(join(tmpdir(), 'verify-'));
  mkdirSync(join(folder, 'aws'));
  const profiles = { develop: '111111111111', management: '999999999999', build: '222222222222' };
  env = { ...fake.environment(join(folder, 'aws'), profiles), AWS_MAX_ATTEMPTS: '1' };
  writeFileSync(join(folder, 'topology.yaml'), DECLARATION);
});

beforeEach(() => {
  fake.reset();
  seedTopology(fake, TOPOLOGY);
  fake.iam('222222222222').addRole({ name: 'ci', attached: CI_POLICIES });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await fake.close();
});

const verify = (...args: readonly string[]) => ecrTopology(['verify', ...args], { cwd: folder, env });

const develop = () => fake.registry('111111111111', 'ap-northeast-1');
const developUs = () => fake.registry('111111111111', 'us-west-1');

test('exits with 0 if AWS contains what is declared, and only reads', async () => {
  expect(await verify()).toEqual({
    status: 0,
    stdout: 'AWS contains what is declared, in 3 registries.\n',
    stderr: '',
  });
  expect(fake.writes).toEqual([]);
});

test('exits with 1 and shows each difference in its section', async () => {
  fake.registry('999999999999', 'ap-northeast-1').state.policy = undefined;
  develop().addRepository({ name: 'other' });
  Object.assign(develop().state.repositories.get('my-repo')!, { mutability: 'IMMUTABLE' });
  fake.iam('222222222222').addRole({ name: 'ci' });

  const { status, stdout } = await verify();

  expect(status).toBe(1);
  expect(stdout).toBe(`Declared, but not in AWS
  - management: account 111111111111 can replicate into my-repo
  - arn:aws:iam::222222222222:role/ci: attached policy AmazonEC2ContainerRegistryPowerUser

In AWS, but not declared
  + develop: repository other

Different in AWS
  ~ develop: imageTagMutability of repository my-repo: declared MUTABLE, in AWS IMMUTABLE

Deploy the declaration to change AWS, or change the declaration to the values of AWS.
Declare what is only in AWS, or delete it. If another configuration manages it, use --ignore-undeclared.

4 differences in 3 registries: 2 not in AWS, 1 not declared, 1 different.
`);
});

test('ignores resources that are not declared with --ignore-undeclared', async () => {
  develop().addRepository({ name: 'other' });

  expect((await verify('--ignore-undeclared')).status).toBe(0);
});

describe('if a value cannot be read', () => {
  test('exits with 2, with the action that is missing', async () => {
    fake.inject('GetRegistryPolicy', { kind: 'denied' }, { accountId: '999999999999' });

    const { status, stdout } = await verify();

    expect(status).toBe(2);
    expect(stdout).toMatch(
      /^error management: Could not read the registry policy: .*\n {2}Allow ecr:GetRegistryPolicy in a policy of the principal that you use\.\n\nNo difference in what could be read of 3 registries\.\n$/,
    );
  });

  test('exits with 1 if another value differs', async () => {
    fake.inject('GetRegistryPolicy', { kind: 'denied' }, { accountId: '999999999999' });
    develop().addRepository({ name: 'other' });

    const { status, stdout } = await verify();

    expect(status).toBe(1);
    expect(stdout).toContain('error management: Could not read the registry policy');
  });

  test.each([
    ['the credentials are expired', { kind: 'expiredToken' }],
    ['the connection is cut', { kind: 'cut' }],
    ['AWS has an error', { kind: 'serverError' }],
    ['the endpoint implements nothing', { kind: 'notImplemented' }],
  ] as const)('reports no repository as missing: %s', async (_, fault) => {
    fake.inject('*', fault);

    const { status, stdout, stderr } = await verify('--images');

    expect([status, stderr]).toEqual([2, '']);
    expect(stdout).not.toContain('Declared, but not in AWS');
    expect(stdout).toContain('error develop, develop_us, management: Could not read the registry');
  });

  test('reads nothing of an account that has another ID', async () => {
    fake.inject(
      'GetCallerIdentity',
      { kind: 'otherAccount', accountId: '333333333333' },
      { accountId: '999999999999' },
    );

    const { status, stdout } = await verify();

    expect(status).toBe(2);
    expect(stdout).toContain(
      "The credentials of account 'management' belong to 333333333333, not to 999999999999.",
    );
    expect(
      fake.calls.filter(({ service, accountId }) => service === 'ecr' && accountId === '999999999999'),
    ).toEqual([]);
  });
});

test.each([
  ['DescribeRepositoryCreationTemplates', 'creationTemplates: [{ prefix: new, appliedFor: [REPLICATION] }]'],
  ['DescribePullThroughCacheRules', 'pullThroughCache: [{ prefix: quay, upstream: quay.io }]'],
  ['GetAccountSetting', 'settings: { blobMounting: true }'],
  ['ListPullTimeUpdateExclusions', 'pullTimeUpdateExclusions: [arn:aws:iam::111111111111:role/scanner]'],
] as const)('requires %s only if the declaration uses it', async (operation, declared) => {
  fake.inject(operation, { kind: 'unknownOperation' });

  expect((await verify()).status).toBe(0);

  const uses = join(folder, 'uses.yaml');
  writeFileSync(uses, DECLARATION.replace('region: us-west-1 }', `region: us-west-1, ${declared} }`));
  const { status, stdout } = await verify('--topology', uses);
  expect(status).toBe(2);
  expect(stdout).toContain('error develop_us: Could not read ');
  expect(stdout).not.toContain('error develop: ');
});

test('does not require permissions for values that it does not compare', async () => {
  fake.inject('BatchGetAccountStatus', { kind: 'denied' });
  fake.inject('GetRegistryScanningConfiguration', { kind: 'denied' });
  fake.inject('GetAccountSetting', { kind: 'denied' });

  expect((await verify()).status).toBe(0);

  fake.inject('DescribePullThroughCacheRules', { kind: 'denied' });
  expect((await verify()).status).toBe(2);
});

describe('with --images', () => {
  beforeEach(() => {
    for (let index = 0; index < 12; index += 1) {
      const failed = {
        region: 'us-west-1',
        registryId: '111111111111',
        status: 'FAILED',
        failureCode: 'ImageTagAlreadyExists',
      } as const;
      develop().addImage('my-repo', {
        tags: [`v${index}`],
        digest: `sha256:${String(index).padStart(64, '0')}`,
        ...(index === 7 ? { replicationStatuses: [failed] } : {}),
      });
    }
  });

  function replicate(registry: ReturnType<typeof develop>): void {
    for (const [digest, { tags }] of develop().state.repositories.get('my-repo')!.images) {
      registry.addImage('my-repo', { digest, tags: [...tags] });
    }
  }

  test('exits with 0 if the destinations have the images', async () => {
    replicate(developUs());
    replicate(fake.registry('999999999999', 'ap-northeast-1'));

    expect(await verify('--images')).toEqual({
      status: 0,
      stdout: 'AWS contains what is declared, in 3 registries. Images differ in 0 of 2 replicas.\n',
      stderr: '',
    });
    expect(fake.writes).toEqual([]);
  });

  test('shows failed replications first, and explains them', async () => {
    replicate(fake.registry('999999999999', 'ap-northeast-1'));
    developUs().addImage('my-repo', { tags: ['old'], digest: `sha256:${'f'.repeat(64)}` });

    const { status, stdout } = await verify('--images');

    expect(status).toBe(1);
    expect(stdout).toContain(`Images
  ~ develop to develop_us, repository my-repo: 12 of 12 images are missing and 1 is only in develop_us
      v7 (sha256:${'7'.padStart(64, '0')}) is missing: the replication failed with ImageTagAlreadyExists
      v0 (sha256:${'0'.repeat(64)}) is missing: it was not replicated
`);
    expect(stdout).toContain(
      '\n      … and 3 more\n      ImageTagAlreadyExists: The tags of the destination are immutable',
    );
    expect(stdout).toContain("Replicate missing images with 'ecr-topology backfill'");
    expect(stdout).toMatch(/Images differ in 1 of 2 replicas\.\n$/);
  });

  test('ignores images that only a destination contains with --ignore-kept', async () => {
    replicate(developUs());
    replicate(fake.registry('999999999999', 'ap-northeast-1'));
    developUs().addImage('my-repo', { tags: ['old'] });

    expect((await verify('--images')).status).toBe(1);
    expect((await verify('--images', '--ignore-kept')).status).toBe(0);
  });
});

test('writes the result to a file', async () => {
  const file = join(folder, 'verify.xml');
  const { status, stdout } = await verify('--format', 'junit', '--output', file);

  expect([status, stdout]).toEqual([0, '']);
  expect(readFileSync(file, 'utf8')).toContain(
    '<testsuites name="ecr-topology verify" tests="3" failures="0" errors="0">',
  );
});

test('exits with 2 and calls nothing if the declaration has errors', async () => {
  fake.clearCalls();
  const bad = join(folder, 'bad.yaml');
  writeFileSync(bad, DECLARATION.replace('registry: develop }', 'registry: nowhere }'));
  const { status, stdout } = await verify('--topology', bad);

  expect([status, stdout]).toEqual([2, '']);
  expect(fake.calls).toEqual([]);
});
