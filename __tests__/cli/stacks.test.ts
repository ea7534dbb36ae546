import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base, BASE } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-stacks-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const topology = file('topology.yaml', BASE);
const account = file('account.yaml', `${BASE}stacks: { by: account }\n`);
const bad = file('bad.yaml', base('account: management,', 'account: managment,'));
const stacks = async (declaration: string, ...args: readonly string[]) =>
  ecrTopology(['stacks', '--topology', declaration, ...args]);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('lists the stacks in the order in which they are applied', async () => {
  expect(await stacks(account)).toEqual({
    status: 0,
    stdout: `WAVE  STACK                   ACCOUNTS    REGIONS                    RESOURCES                    AFTER

1     develop                 develop     ap-northeast-1, us-west-1  2 repositories

1     management              management  ap-northeast-1             1 repository
                                                                     1 registry policy

1     management-replication  management  ap-northeast-1             none

2     develop-replication     develop     ap-northeast-1             1 replication configuration  develop, management
`,
    stderr: '',
  });
});

test('lists the single stack of the default layout', async () => {
  expect((await stacks(topology)).stdout).toMatch(
    /\n1 +ecr-topology +develop, management +ap-northeast-1, us-west-1 +3 repositories\n/,
  );
});

test('prints JSON', async () => {
  const printed: unknown = JSON.parse((await stacks(account, '--format', 'json')).stdout);
  const develop = { name: 'develop', id: '111111111111' };
  expect(printed).toMatchObject({
    by: 'account',
    stacks: [
      { name: 'develop', wave: 1, accounts: [develop], regions: ['ap-northeast-1', 'us-west-1'] },
      { name: 'management', resources: { aws_ecr_repository: 1, aws_ecr_registry_policy: 1 } },
      { name: 'management-replication', resources: {}, dependsOn: [] },
      {
        name: 'develop-replication',
        wave: 2,
        accounts: [develop],
        regions: ['ap-northeast-1'],
        resources: { aws_ecr_replication_configuration: 1 },
        dependsOn: ['develop', 'management'],
      },
    ],
  });
});

describe('stacks --format github-matrix', () => {
  test('prints a list of matrices in one line, one for each wave', async () => {
    const { stdout } = await stacks(account, '--format', 'github-matrix');
    // A step output is one line.
    expect(stdout).toMatch(/^[^\n]+\n$/);
    const [develop, management] = [
      { account: 'develop', accountId: '111111111111', region: 'ap-northeast-1' },
      { account: 'management', accountId: '999999999999', region: 'ap-northeast-1' },
    ];
    expect(JSON.parse(stdout)).toEqual([
      {
        include: [
          { ...develop, stack: 'develop', region: 'ap-northeast-1,us-west-1' },
          { ...management, stack: 'management' },
          { ...management, stack: 'management-replication' },
        ],
      },
      { include: [{ ...develop, stack: 'develop-replication' }] },
    ]);
  });

  test('rejects more jobs than GitHub accepts, and prints no matrix', async () => {
    const accounts = Array.from({ length: 129 }, (_, at) => `  a${at}: { id: "${300_000_000_000 + at}" }\n`);
    const many = BASE.replace('accounts:\n', `accounts:\n${accounts.join('')}`);
    const large = file('large.yaml', `${many}stacks: { by: account }\n`);
    expect(await stacks(large, '--format', 'github-matrix')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: Wave 1 has 261 stacks, but a GitHub matrix has at most 256 jobs. Deploy the stacks in one job: ' +
        "cdktf deploy '*' --parallelism N.\n",
    });
  });
});

describe('stacks --migrate-from', () => {
  let local: string;

  beforeAll(async () => {
    local = (await stacks(account, '--migrate-from', 'topology')).stdout;
  });

  test('prints a valid POSIX shell script', () => {
    expect(spawnSync('sh', ['-n'], { input: local, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('moves every resource, and writes target states before source states', () => {
    expect(local.split('\n').filter((line) => /^(fetch|move|must_be_empty|put) /.test(line))).toEqual([
      'fetch develop ./terraform.develop.tfstate',
      'fetch develop-replication ./terraform.develop-replication.tfstate',
      'fetch ecr-topology ./terraform.ecr-topology.tfstate',
      'fetch management ./terraform.management.tfstate',
      'move ecr-topology develop aws_ecr_repository.develop-my-repo',
      'move ecr-topology develop aws_ecr_repository.develop_us-my-repo',
      'move ecr-topology management aws_ecr_repository.management-my-repo',
      'move ecr-topology management aws_ecr_registry_policy.management',
      'move ecr-topology develop-replication aws_ecr_replication_configuration.develop',
      'must_be_empty ecr-topology',
      'put develop ./terraform.develop.tfstate',
      'put develop-replication ./terraform.develop-replication.tfstate',
      'put management ./terraform.management.tfstate',
      'put ecr-topology ./terraform.ecr-topology.tfstate',
    ]);
  });

  const many = (number: number) =>
    file(
      'many.yaml',
      `accounts: { develop: { id: "111111111111" } }
registries: { develop: { account: develop, region: us-east-1 } }
repositories:
${Array.from({ length: number }, (_, at) => `  repo-${at}: { registry: develop }\n`).join('')}stacks: { by: account }
`,
    );

  test.each([
    [1000, "echo 'Moving 1000 in the copies'"],
    [1001, "echo 'Moving 1001 in the copies: up to 15 minutes. For large states, use the way without moves"],
    [3000, "echo 'Moving 3000 in the copies: up to 2 hours. For"],
  ])('estimates the duration of %i moves if it is long', async (number, line) => {
    expect((await stacks(many(number), '--migrate-from', 'topology')).stdout).toContain(`\n${line}`);
  });

  test('quotes characters with a meaning in a shell', async () => {
    const odd = `${BASE}stacks: { by: account }\nbackend: { local: { path: "it's(here)!/{stack}" } }\n`;
    const script = (await stacks(file('odd.yaml', odd), '--migrate-from', 'topology')).stdout;
    expect(script).toContain(String.raw`fetch develop './it'\''s(here)!/develop'`);
    expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
  });

  test('reads remote states through the synthesised stacks of both layouts', async () => {
    const remote = `${BASE}stacks: { by: account }\nbackend: { s3: { bucket: states, region: eu-west-1 } }\n`;
    const script = (await stacks(file('remote.yaml', remote), '--migrate-from', 'topology')).stdout;
    expect(script).toContain('\nfetch develop "$output"/stacks/develop\n');
    expect(script).toContain('\nfetch ecr-topology "$former"/stacks/ecr-topology\n');
    expect(script).toContain('state pull');
    expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0);
  });

  test.each([
    [
      topology,
      'topology',
      "error: The declaration already has 'stacks: { by: topology }'. Set --migrate-from to the layout that the states have now.\n",
    ],
    [topology, 'region', 'Allowed choices are topology, account, registry.'],
  ])('rejects %s from %s', async (declaration, from, message) => {
    expect(await stacks(declaration, '--migrate-from', from)).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });

  test('rejects --format', async () => {
    const { status, stderr } = await stacks(account, '--migrate-from', 'topology', '--format', 'json');
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
  });
});

test('lists no stacks if the declaration has errors', async () => {
  const { status, stdout, stderr } = await stacks(bad);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('registry/unknown-account');
});

test.each([
  [['--topology', join(folder, 'missing.yaml')], 'file/missing'],
  [['--topology', topology, '--format', 'gitlab'], 'text, json, github-matrix'],
  [['--topology', ''], 'empty value'],
])('exits with 2: stacks %j', async (args, message) => {
  const { status, stdout, stderr } = await ecrTopology(['stacks', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('shows examples with --help', async () => {
  const { status, stdout } = await ecrTopology(['stacks', '--help']);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/Usage: [\s\S]*Examples:\n {2}\$ /)]);
});
