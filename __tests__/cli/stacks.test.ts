import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base, BASE } from '../declaration/declarations';
import { GitRepository } from './git-repository';
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
    expect(await stacks(large, '--format', 'github-include')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: 262 stacks are listed, but a GitHub matrix has at most 256 jobs. Plan the stacks in one job.\n',
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

describe('stacks --changed-since', () => {
  const byAccount = (text: string) => `${text}stacks: { by: account }\n`;
  const OTHER = 'repositories:\n  other: { registry: develop }\n';
  const added = file('added.yaml', byAccount(base('repositories:\n', OTHER)));
  const replicated = file(
    'replicated.yaml',
    byAccount(base('repositories:\n', OTHER).replace('repositories: [my-repo]', 'repositories: all')),
  );
  const renamed = file(
    'renamed.yaml',
    byAccount(
      BASE.replace('  management: { id', '  central: { id').replace(
        'account: management',
        'account: central',
      ),
    ),
  );
  const changed = async (after: string, before: string, ...args: readonly string[]) =>
    stacks(after, '--changed-since', before, ...args);

  test('lists the stack of an added repository, and why', async () => {
    expect(await changed(added, account)).toEqual({
      status: 0,
      stdout: `WAVE  STACK    ACCOUNTS  REGIONS                    REASON
1     develop  develop   ap-northeast-1, us-west-1  1 resource added

1 of 4 stacks to plan, compared with ${account}.
`,
      stderr: '',
    });
  });

  test('lists stacks that depend on a changed resource, and a wave as the first if none is before', async () => {
    const policy = byAccount(
      BASE.replace(
        'management, region: ap-northeast-1',
        'management, region: ap-northeast-1, statements: [{ actions: [ecr:CreateRepository], principals: "111111111111", resources: "*" }]',
      ),
    );
    const { stdout } = await changed(file('policy.yaml', policy), account);
    expect(stdout).toMatch(
      /develop-replication .* depends on management: aws_ecr_registry_policy\.management changed\n/,
    );
    expect(stdout).toContain('\n2 of 4 stacks to plan, compared with ');
    const matrix = (await changed(replicated, added, '--format', 'github-matrix')).stdout;
    expect(JSON.parse(matrix)).toMatchObject([
      { include: [{ stack: 'develop' }, { stack: 'management' }] },
      { include: [{ stack: 'develop-replication' }] },
    ]);
  });

  test('prints a list of jobs in one line', async () => {
    const { stdout } = await changed(replicated, added, '--format', 'github-include');
    expect(stdout).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(stdout)).toEqual([
      { stack: 'develop', account: 'develop', accountId: '111111111111', region: 'ap-northeast-1,us-west-1' },
      { stack: 'management', account: 'management', accountId: '999999999999', region: 'ap-northeast-1' },
      {
        stack: 'develop-replication',
        account: 'develop',
        accountId: '111111111111',
        region: 'ap-northeast-1',
      },
    ]);
  });

  test.each(['github-matrix', 'github-include'])('prints [] as %s if nothing differs', async (format) => {
    expect(await changed(account, account, '--format', format)).toEqual({
      status: 0,
      stdout: '[]\n',
      stderr: '',
    });
  });

  test('prints how many stacks there are if nothing differs', async () => {
    expect((await changed(account, account)).stdout).toBe(
      `0 of 4 stacks to plan: the output is the same as for ${account}.\n`,
    );
  });

  test('describes a difference that is not a resource', async () => {
    const profile = file(
      'profile.yaml',
      byAccount(base('"999999999999"', '"999999999999", profile: central')),
    );
    expect((await changed(profile, account)).stdout).toMatch(
      / management +ap-northeast-1 +provider changed\n/,
    );
    const backend = `${byAccount(BASE)}backend: { s3: { bucket: states, region: eu-west-1 } }\n`;
    expect((await changed(file('backend.yaml', backend), account)).stdout).toContain('backend changed\n');
    const empty = base('registries:\n', 'registries:\n  empty: { account: develop, region: eu-west-1 }\n');
    expect((await changed(file('empty.yaml', byAccount(empty)), account)).stdout).toContain(
      'output repository_urls changed\n',
    );
  });

  test('reports stacks that were renamed, which are not in the list', async () => {
    const renaming = 'management is renamed to central; move its state before the next plan';
    const { stdout, stderr } = await changed(renamed, account);
    expect(stdout).toContain(`\n2 of 4 stacks to plan, compared with ${account}.\n\n~ ${renaming}`);
    expect(stdout).toMatch(/central-replication .* new stack\n/);
    expect(stderr).toBe('');
    const matrix = await changed(renamed, account, '--format', 'github-include');
    expect(matrix.stderr).toContain(`warning: ${renaming}`);
  });

  test('reports a change of the layout', async () => {
    const { stdout } = await changed(account, topology);
    expect(stdout).toContain('\n4 of 4 stacks to plan');
    expect(stdout).toContain('\n~ the layout changes from topology to account; move the states');
  });

  test('lists every stack if the earlier declaration has errors', async () => {
    const { status, stdout, stderr } = await changed(account, bad);
    expect(status).toBe(0);
    expect(stdout.match(/ not compared\n/g)).toHaveLength(4);
    expect(stdout).toContain('\n4 of 4 stacks to plan.\n');
    expect(stderr).toMatch(
      new RegExp(
        `^warning: ${bad} has errors, so all stacks are listed: ${bad}:7:\\d+ Account 'managment' is not declared`,
      ),
    );
    expect((await stacks(account, '--quiet', '--changed-since', bad)).stderr).toBe('');
  });

  test('exits with 2 if the file does not exist', async () => {
    const { status, stdout, stderr } = await changed(account, 'missing.yaml', '--format', 'github-include');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('missing.yaml:1:1 error file/missing\n');
  });

  test('rejects --migrate-from', async () => {
    const { status, stderr } = await changed(account, topology, '--migrate-from', 'topology');
    expect([status, stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
  });

  test('does not overwrite the earlier declaration', async () => {
    expect((await changed(added, account, '--output', account)).stderr).toBe(
      `error: This command reads '${account}'. Write the result to another file.\n`,
    );
  });

  describe('with a Git revision', () => {
    const repository = new GitRepository();
    const since = async (revision: string, ...args: readonly string[]) =>
      ecrTopology(['stacks', '--changed-since', `git:${revision}`, ...args], { cwd: repository.folder });

    beforeAll(() => {
      repository.write('README.md', 'before the declaration');
      repository.commit();
      repository.write('topology.yaml', byAccount(BASE));
      repository.commit();
      repository.write('topology.yaml', readFileSync(added, 'utf8'));
    });

    afterAll(() => {
      repository.remove();
    });

    test('compares with the file at the revision', async () => {
      const { status, stdout } = await since('main');
      expect([status, stdout]).toEqual([
        0,
        expect.stringContaining('\n1 of 4 stacks to plan, compared with git:main.\n'),
      ]);
    });

    test('lists every stack if the revision does not contain the file', async () => {
      const { status, stdout, stderr } = await since('main~1', '--format', 'json');
      expect([status, stderr]).toEqual([
        0,
        "warning: The Git revision 'main~1' does not contain topology.yaml. All stacks are listed.\n",
      ]);
      expect(JSON.parse(stdout)).toMatchObject({
        changedSince: { base: 'git:main~1', comparison: 'missing' },
        stacks: Array.from({ length: 4 }, () => ({ reason: { kind: 'not-compared' } })),
        stackChanges: [],
      });
    });

    test('exits with 2 and lists nothing if the revision does not exist', async () => {
      const { status, stdout } = await since('nope', '--format', 'github-include');
      expect([status, stdout]).toEqual([2, '']);
    });
  });
});

test('names the one stack that a repository changes, of 40 registries by account', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `team_${at}`);
  const text = [
    'accounts:',
    ...names.map((name, at) => `  ${name}: { id: "${200_000_000_000 + at}" }`),
    'registries:',
    ...names.map((name) => `  ${name}: { account: ${name}, region: eu-west-1 }`),
    'stacks: { by: account }',
    'repositories:',
    ...names.map((name) => `  ${name.replace('_', '-')}/app: { registry: ${name} }`),
    '',
  ].join('\n');
  const [before, after] = [
    file('forty.yaml', text),
    file('forty-one.yaml', `${text}  team-7/new: { registry: team_7 }\n`),
  ];
  const { stdout } = await stacks(after, '--changed-since', before, '--format', 'github-include');
  expect(JSON.parse(stdout)).toMatchObject([{ stack: 'team_7' }]);
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
