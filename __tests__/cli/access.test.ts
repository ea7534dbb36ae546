import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base, BASE } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-access-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const good = file('good.yaml', BASE);
const bad = file('bad.yaml', base('account: management,', 'account: managment,'));
const warned = file(
  'warned.yaml',
  BASE.replace('repositories:\n  ', 'repositories:\n  my-repo-old: { registry: develop }\n  '),
);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  [[], /^ {2}MAY .*\n\nregistry develop\n {2}replicate +develop_us, management +my-repo +yes\n$/],
  [['--format', 'markdown'], /^\| Caller \|.*\n\|---\|.*\n\| registry develop \| replicate \|/],
  [['--format', 'json'], /^\{\n {2}"version": 1,\n {2}"access": \[\n[\s\S]*"answer": "yes"/],
  [['--format', 'csv'], /^caller,.*\r\nregistry develop,registry,replicate,develop_us,.*\r\n/],
])('prints the matrix: access %j', async (args, matrix) => {
  expect(await ecrTopology(['access', '--topology', good, ...args])).toEqual({
    status: 0,
    stdout: expect.stringMatching(matrix) as string,
    stderr: '',
  });
});

describe('filters', () => {
  const granted = file(
    'granted.yaml',
    `${BASE}access:
  - { allow: pull, repositories: [my-repo], principals: [management] }
  - allow: pull-push
    repositories: [my-repo]
    principals: ["arn:aws:iam::999999999999:role/ci", "arn:aws:iam::111111111111:role/app"]
`,
  );
  const callers = async (...args: readonly string[]) => {
    const { status, stdout } = await ecrTopology([
      'access',
      '--topology',
      granted,
      '--format',
      'csv',
      ...args,
    ]);
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\r\n').slice(1);
    return [...new Set(lines.map((line) => line.split(',').slice(0, 4).join(' ')))];
  };

  test('a part of a name selects callers', async () => {
    expect(await callers('--as', 'role/APP', '--registry', 'develop')).toEqual(
      [
        'arn:aws:iam::111111111111:role/app identity pull develop',
        'arn:aws:iam::111111111111:role/app identity push develop',
      ].map((each) => each.replace('identity', 'role')),
    );
  });

  test('an ARN selects the access of its account too', async () => {
    expect(
      await callers(
        '--as',
        'arn:aws:iam::999999999999:role/ci',
        '--operation',
        'pull',
        '--registry',
        'develop',
      ),
    ).toEqual([
      'account management (999999999999) account pull develop',
      'arn:aws:iam::999999999999:role/ci role pull develop',
    ]);
  });

  test('a session selects the access of its role', async () => {
    expect(
      await callers('--as', 'arn:aws:sts::111111111111:assumed-role/app/run', '--operation', 'push'),
    ).toEqual(['arn:aws:iam::111111111111:role/app role push develop']);
  });

  test('a registry selects the replication from and to it', async () => {
    expect(await callers('--operation', 'replicate', '--registry', 'develop_us')).toEqual([
      'registry develop registry replicate develop_us',
    ]);
    expect(await callers('--operation', 'replicate', '--registry', 'develop')).toHaveLength(2);
  });

  test('an unknown repository is reported', async () => {
    const { status, stderr } = await ecrTopology(['access', '--topology', granted, '--repository', 'my-rep']);
    expect([status, stderr]).toEqual([2, expect.stringContaining("Did you mean 'my-repo'?")]);
  });
});

test('writes the result to a file', async () => {
  const target = join(folder, 'access.csv');
  const { status, stdout } = await ecrTopology([
    'access',
    '--topology',
    good,
    '--format',
    'csv',
    '-o',
    target,
  ]);
  expect([status, stdout]).toEqual([0, '']);
  expect(readFileSync(target, 'utf8')).toMatch(/^caller,kind/);
});

test('prints no warnings with --quiet', async () => {
  const { status, stderr } = await ecrTopology(['access', '--topology', warned, '--quiet']);
  expect([status, stderr]).toEqual([0, '']);
});

test('prints warnings as well as the matrix', async () => {
  const { status, stdout, stderr } = await ecrTopology(['access', '--topology', warned]);
  expect([status, stdout]).toEqual([0, expect.stringContaining('registry develop')]);
  expect(stderr).toContain('replication/overmatch');
});

test('prints no matrix if the declaration has errors', async () => {
  const { status, stdout, stderr } = await ecrTopology(['access', '--topology', bad]);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('registry/unknown-account');
});

test.each([
  [['--topology', join(folder, 'missing.yaml')], 'file/missing'],
  [['--topology', good, '--format', 'xml'], 'text, markdown, json, csv'],
])('exits with 2: access %j', async (args, message) => {
  const { status, stdout, stderr } = await ecrTopology(['access', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('shows examples with --help', async () => {
  const { status, stdout } = await ecrTopology(['access', '--help']);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/Usage: [\s\S]*Examples:\n {2}\$ /)]);
});
