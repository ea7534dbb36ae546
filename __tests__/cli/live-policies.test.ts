import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topologyOf } from '../declaration/declarations';
import { Fake } from '../live/fake/fake';
import { seedTopology } from '../live/fake/seed-topology';
import { ecrTopology } from './in-process';

const CI = 'arn:aws:iam::111111111111:role/ci';

const DECLARATION = `accounts:
  builder: { id: "111111111111", profile: builder }
  owner: { id: "999999999999", profile: owner }
registries:
  hub: { account: owner, region: eu-west-1 }
  copy: { account: owner, region: eu-west-2 }
  remote: { account: builder, region: eu-west-1 }
repositories:
  my-repo: { registry: hub }
  tools: { registry: hub }
replication:
  - { from: hub, to: [copy, remote], repositories: [my-repo] }
access:
  - { allow: pull, repositories: my-repo, registries: hub, principals: '${CI}' }
`;

const ALLOW_ALL = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

let fake: Fake;
let folder: string;

beforeAll(async () => {
  fake = await Fake.start();
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecr-topology-live-')));
  writeFileSync(join(folder, 'topology.yaml'), DECLARATION);
  writeFileSync(join(folder, 'all.json'), ALLOW_ALL);
});

afterAll(() => fake.close());

beforeEach(() => {
  fake.reset();
  seedTopology(fake, topologyOf(DECLARATION));
});

/** Files replace the policies in IAM and Organizations. */
const FILES = [
  '--identity-policy',
  'all.json',
  '--boundary',
  'all.json',
  '--scp',
  'all.json',
  '--rcp',
  'all.json',
];
const PULL = ['explain', 'pull', '--live', '--repository', 'my-repo', '--registry', 'hub', '--as', CI];

function run(...args: readonly string[]) {
  const env = {
    ...fake.environment(folder, { builder: '111111111111', owner: '999999999999' }),
    AWS_MAX_ATTEMPTS: '1',
  };
  return ecrTopology(args, { cwd: folder, env });
}

const json = (text: string) => JSON.parse(text) as Readonly<Record<string, never>>;

describe('explain --live', () => {
  test('allows what the policies in AWS allow', async () => {
    const { status, stdout } = await run(...PULL, ...FILES);

    expect(stdout).toMatch(/^ALLOWED: /);
    expect(status).toBe(0);
  });

  test('reads one repository and one registry, and writes nothing', async () => {
    await run(...PULL, ...FILES);

    expect([...new Set(fake.calls.map(({ operation }) => operation))].sort()).toEqual([
      'DescribeRepositories',
      'GetAccountSetting',
      'GetCallerIdentity',
      'GetRegistryPolicy',
      'GetRepositoryPolicy',
    ]);
    expect(fake.calls.filter(({ operation }) => operation === 'GetRepositoryPolicy')).toHaveLength(1);
    expect(fake.writes).toEqual([]);
  });

  test('denies a pull whose grant is not deployed', async () => {
    fake.registry('999999999999', 'eu-west-1').addRepository({ name: 'my-repo' });
    const { status, stdout } = await run(...PULL, ...FILES, '--format', 'json');

    expect(json(stdout)).toMatchObject({
      verdict: 'denied',
      fixes: [{ kind: 'deploy' }],
      live: { declaredVerdict: 'allowed', differences: [{ layer: 'repositoryPolicy' }], notRead: [] },
    });
    expect(status).toBe(1);
  });

  test('suggests a checked entry if the declaration does not have it either', async () => {
    const { stdout } = await run(
      ...['explain', 'pull', '--live', '--repository', 'tools', '--as', CI, '--format', 'json'],
      ...FILES,
    );

    expect(json(stdout)).toMatchObject({ verdict: 'denied', fixes: [{ kind: 'grant' }] });
  });

  test('is unknown if the repository policy must not be read, with the permission that is missing', async () => {
    fake.inject('GetRepositoryPolicy', { kind: 'denied' });
    const { status, stdout } = await run(...PULL, ...FILES);

    expect(stdout).toMatch(/^UNKNOWN: /);
    expect(stdout).toContain(
      'Account 999999999999 in eu-west-1: Could not read the policy of repository my-repo: ',
    );
    expect(stdout).toContain('Allow ecr:GetRepositoryPolicy in a policy of the principal that you use.');
    expect(status).toBe(2);
  });

  test('reads the policies of the caller, of an account in no organization', async () => {
    const { status, stdout } = await run(...PULL, '--format', 'json');

    expect(json(stdout)).toMatchObject({ verdict: 'allowed', live: { differences: [], notRead: [] } });
    expect(status).toBe(0);
  });

  test('is unknown, with the reason of each layer, if IAM and Organizations must not be read', async () => {
    for (const operation of ['GetRole', 'ListAttachedRolePolicies', 'DescribeOrganization'] as const) {
      fake.inject(operation, { kind: 'denied' });
    }
    const { status, stdout } = await run(...PULL, '--format', 'json');
    const { notRead } = (json(stdout) as unknown as { live: { notRead: { layer: string }[] } }).live;

    expect([...new Set(notRead.map(({ layer }) => layer))]).toEqual(['identity', 'boundary', 'scps', 'rcps']);
    expect(status).toBe(2);
  });

  test('shows whether a rule in AWS replicates a repository', async () => {
    const replicate = [
      'explain',
      'replicate',
      '--live',
      '--repository',
      'my-repo',
      '--from',
      'hub',
      '--to',
      'remote',
    ];
    const before = await run(...replicate);
    fake.registry('999999999999', 'eu-west-1').setReplication([]);
    const after = await run(...replicate, '--format', 'json');

    expect([before.status, before.stdout]).toEqual([0, expect.stringMatching(/^ALLOWED: /)]);
    expect(json(after.stdout)).toMatchObject({
      verdict: 'denied',
      fixes: [{ kind: 'deploy' }],
      live: { declaredVerdict: 'allowed' },
    });
  });

  test('is unknown if the replication rules must not be read', async () => {
    fake.inject('DescribeRegistry', { kind: 'denied' });
    const { status, stdout } = await run(
      ...['explain', 'replicate', '--live', '--repository', 'my-repo', '--from', 'hub', '--to', 'remote'],
    );

    expect(stdout).toContain('Account 999999999999 in eu-west-1: Could not read the replication rules: ');
    expect(status).toBe(2);
  });
});

describe('diagnose --live', () => {
  const MESSAGE = `User: arn:aws:sts::111111111111:assumed-role/ci/build is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:999999999999:repository/my-repo because no resource-based policy allows the ecr:BatchGetImage action`;

  test('adds the answer of the policies in AWS', async () => {
    fake.registry('999999999999', 'eu-west-1').addRepository({ name: 'my-repo' });
    const { status, stdout } = await run('diagnose', '--live', MESSAGE);

    expect(stdout).toContain('\nThe policies in AWS now:\n\nDENIED: ');
    expect(stdout).toContain('npx cdktf deploy');
    expect(status).toBe(0);
  });

  test('reads nothing for a message that is no denial', async () => {
    const { stderr } = await run('diagnose', '--live', 'no basic auth credentials');

    expect(stderr).toContain('Read nothing from AWS');
    expect(fake.calls).toEqual([]);
  });

  test('requires a declaration', async () => {
    const { status, stderr } = await run('diagnose', '--live', '--topology', 'missing.yaml', MESSAGE);

    expect([status, stderr]).toEqual([2, expect.stringContaining('missing.yaml')]);
  });
});

describe('access --live', () => {
  test('lists what the policies in AWS allow', async () => {
    fake.registry('999999999999', 'eu-west-1').addRepository({
      name: 'tools',
      policy: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
      },
    });
    const { stdout } = await run('access', '--live', '--repository', 'tools', '--format', 'json');

    expect(json(stdout).access).toMatchObject([{ repositories: ['tools'], caller: { kind: 'anyone' } }]);
  });

  test('ends with 2 and the reason if a policy must not be read', async () => {
    fake.inject('GetRegistryPolicy', { kind: 'denied' });
    const { status, stderr } = await run('access', '--live');

    expect(stderr).toContain('Account 999999999999 in eu-west-1: Could not read the registry policy: ');
    expect(status).toBe(2);
  });
});
