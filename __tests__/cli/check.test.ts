import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { BASE } from '../declaration/declarations';
import { shell } from './command-line';
import { ecrTopology } from './in-process';

const PLANS = resolve('__tests__/fixtures/plans');
const ARTICLE = join(PLANS, 'article/plan.json');
/** An error. */
const BROKEN = join(PLANS, 'article-without-registry-policy/plan.json');
/** A warning. */
const WIDENED = join(PLANS, 'access-widened/plan.json');

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'ecr-topology-check-'));
const check = async (args: readonly string[], cwd = emptyFolder(), env = {}) =>
  ecrTopology(['check', ...args], { cwd, env });

test.each([
  [ARTICLE, [], 0],
  [BROKEN, [], 1],
  [BROKEN, ['--fail-on', 'never'], 0],
  [WIDENED, [], 0],
  [WIDENED, ['--fail-on', 'warning'], 1],
  [ARTICLE, ['--fail-on', 'note'], 1],
  [join(PLANS, 'none.json'), ['--fail-on', 'never'], 2],
])('%s with %j exits with %i', async (plan, options, status) => {
  expect((await check([plan, ...options])).status).toBe(status);
});

test('prints changes and findings', async () => {
  const { stdout, stderr } = await check([BROKEN]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^FAILED: 1 error, .*\n\nWhat changes\n/);
  expect(stdout).toContain(
    'error replication-not-permitted aws_ecr_replication_configuration.replication_config',
  );
});

test('reports all files that are not plans in one run, and writes nothing', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'text.json'), 'No changes. Your infrastructure matches the configuration.');
  writeFileSync(join(cwd, 'empty.json'), '');
  const { status, stdout, stderr } = await check(
    ['text.json', ARTICLE, 'empty.json', '.', 'none.json', '--format', 'sarif', '--output', 'out/a.sarif'],
    cwd,
  );
  expect([status, stdout]).toEqual([2, '']);
  expect(
    stderr
      .split('\n')
      .filter((line) => /^\S/.test(line))
      .map((line) => line.split(':')[0]),
  ).toEqual(['text.json', 'empty.json', '.', 'none.json']);
  expect(stderr).not.toMatch(/\n {4}at /);
  expect(existsSync(join(cwd, 'out'))).toBe(false);
});

test('writes several formats, each to its file, and one to standard output', async () => {
  const cwd = emptyFolder();
  const { status, stdout } = await check(
    [
      ...[
        BROKEN,
        '--format',
        'markdown',
        '--output',
        'deep/er/comment.md',
        '--format',
        'sarif',
        '--output',
        'a.sarif',
      ],
      ...[
        '--format',
        'junit',
        '--output',
        'a.xml',
        '--format',
        'json',
        '--output',
        'a.json',
        '--format',
        'github',
      ],
    ],
    cwd,
  );
  expect([status, stdout]).toEqual([1, expect.stringMatching(/^::error /)]);
  const read = (file: string) => readFileSync(join(cwd, file), 'utf8');
  expect(read('deep/er/comment.md')).toMatch(/^<!-- ecr-topology check -->\n/);
  expect(JSON.parse(read('a.sarif'))).toMatchObject({ version: '2.1.0' });
  expect(read('a.xml')).toMatch(/^<\?xml /);
  expect(JSON.parse(read('a.json'))).toMatchObject({ passed: false });
  expect(readdirSync(cwd).sort()).toEqual(['a.json', 'a.sarif', 'a.xml', 'deep']);
});

test('writes no file if one of them cannot be written', async () => {
  const cwd = emptyFolder();
  mkdirSync(join(cwd, 'folder'));
  writeFileSync(join(cwd, 'old.json'), 'old');
  const { status, stdout, stderr } = await check(
    [
      ARTICLE,
      '--format',
      'json',
      '--output',
      'old.json',
      '--format',
      'text',
      '--output',
      'folder',
      '--format',
      'github',
    ],
    cwd,
  );
  expect([status, stdout, stderr]).toEqual([2, '', "error: 'folder' is a folder. Name a file in it.\n"]);
  expect(readFileSync(join(cwd, 'old.json'), 'utf8')).toBe('old');
  expect(readdirSync(cwd).sort()).toEqual(['folder', 'old.json']);
});

test('keeps a symbolic link and does not replace a device', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'real.md'), 'old');
  symlinkSync('real.md', join(cwd, 'link.md'));
  expect((await check([ARTICLE, '--format', 'markdown', '--output', 'link.md'], cwd)).status).toBe(0);
  expect(readFileSync(join(cwd, 'real.md'), 'utf8')).toContain('ECR check passed');
  expect(shell(`check ${ARTICLE} --no-topology --output /dev/stderr 2>&1 >/dev/null | cat`).stdout).toContain(
    'PASSED',
  );
  expect(shell(`check ${ARTICLE} --no-topology --output /dev/full`)).toMatchObject({
    status: 2,
    stderr: "error: '/dev/full' cannot be written (ENOSPC): the disk is full.\n",
  });
});

test('does not overwrite the plan and does not write a file twice', async () => {
  const cwd = emptyFolder();
  writeFileSync(join(cwd, 'plan.json'), readFileSync(ARTICLE));
  expect(await check(['plan.json', '--format', 'json', '--output', './plan.json'], cwd)).toMatchObject({
    status: 2,
    stderr: "error: --output './plan.json' is an input of this check. Name another file.\n",
  });
  expect(
    await check(
      ['plan.json', '--format', 'json', '--output', 'a', '--format', 'text', '--output', './a'],
      cwd,
    ),
  ).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("'./a' is also the output of another format") as string,
  });
});

test('checks a plan that is named twice once, and reads - as standard input', async () => {
  expect((await check([ARTICLE, ARTICLE])).stdout).toBe((await check([ARTICLE])).stdout);
  expect(shell(`check - --no-topology < ${BROKEN}`).status).toBe(1);
  expect(shell(`check - --no-topology --output - < ${BROKEN} | cat`).stdout).toContain(
    'replication-not-permitted',
  );
});

describe('the declaration', () => {
  /** Makes a warning an error. */
  const STRICT = `${BASE}checks: { rules: { access-widened: { severity: error } } }\n`;
  const withFile = (name: string, text: string) => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, name), text);
    return cwd;
  };

  test('is read from the folder if it exists', async () => {
    expect((await check([WIDENED], withFile('topology.yaml', STRICT))).status).toBe(1);
    expect((await check([WIDENED, '--no-topology'], withFile('topology.yaml', STRICT))).status).toBe(0);
    expect((await check([WIDENED])).status).toBe(0);
  });

  test('must exist if the option or the environment names it', async () => {
    expect(await check([WIDENED, '--topology', 'none.yaml'])).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('file/missing') as string,
    });
    expect((await check([WIDENED], emptyFolder(), { ECR_TOPOLOGY: 'none.yaml' })).status).toBe(2);
    expect((await check([WIDENED, '--topology', 'a.yaml'], withFile('a.yaml', STRICT))).status).toBe(1);
  });

  test('is rejected if it has errors', async () => {
    const cwd = withFile('topology.yaml', 'registries: 5\n');
    expect(await check([WIDENED], cwd)).toMatchObject({ status: 2, stdout: '' });
  });

  test('provides the line that declares the resource of a finding', async () => {
    const cwd = withFile('topology.yaml', readFileSync('topology.yaml', 'utf8'));
    expect((await check([BROKEN], cwd)).stdout).toMatch(/\n {2}at topology\.yaml:\d+:\d+\n/);
  });

  test('is ignored for settings if --config is set', async () => {
    const cwd = withFile('topology.yaml', STRICT);
    writeFileSync(
      join(cwd, 'checks.yaml'),
      `suppressions: [{ rule: access-widened, address: '*', reason: agreed }]\n`,
    );
    const { status, stdout } = await check([WIDENED, '--config', 'checks.yaml', '--fail-on', 'note'], cwd);
    expect([status, stdout]).toEqual([0, expect.stringContaining('no findings, 1 suppressed')]);
    expect(await check([WIDENED, '--config', 'none.yaml'], cwd)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('none.yaml') as string,
    });
  });
});

test.each([
  [[]],
  [['']],
  [[ARTICLE, '--format', 'xml']],
  [[ARTICLE, '--format', 'text', '--format', 'json']],
  [[ARTICLE, '--output', '']],
  [[ARTICLE, '--fail-on', 'info']],
  [[ARTICLE, '--limit', '10']],
  [[ARTICLE, '--limit', '1e5']],
  [[ARTICLE, '--comment', 'a--b']],
  [[ARTICLE, '--comment', '-->']],
  [[ARTICLE, '--fail-on', 'error', '--fail-on', 'note']],
])('rejects %j as wrong usage and exits with 2', async (args) => {
  const { status, stdout, stderr } = await check(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).not.toMatch(/\n {4}at /);
});

test('writes the comment ID and limits the length', async () => {
  const { stdout } = await check([BROKEN, '--format', 'markdown', '--comment', 'prod', '--limit', '1000']);
  expect(stdout).toMatch(/^<!-- ecr-topology check prod -->\n/);
  expect(stdout.length).toBeLessThanOrEqual(1_000);
  expect((await check([BROKEN, '--format', 'markdown', '--no-html'])).stdout).not.toContain('<');
});
