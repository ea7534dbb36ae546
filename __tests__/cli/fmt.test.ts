import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shell } from './command-line';
import { ecrTopology } from './in-process';

const EXAMPLES = readdirSync('examples').filter((file) => file.endsWith('.yaml'));
const UNFORMATTED = 'tags: {b: c}\naccounts: {}\n';
const FORMATTED = 'accounts: {}\n\ntags: { b: c }\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecr-topology-fmt-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const fmt = (args: readonly string[], env = {}) => ecrTopology(['fmt', ...args], { cwd: folder, env });

test('the shipped topology and the examples are formatted', async () => {
  const files = ['topology.yaml', ...EXAMPLES.map((file) => join('examples', file))];
  expect(files.length).toBeGreaterThan(3);
  expect(await ecrTopology(['fmt', '--check', ...files])).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('formats topology.yaml, and prints its name once', async () => {
  write('topology.yaml', UNFORMATTED);
  expect(await fmt([])).toEqual({ status: 0, stdout: 'topology.yaml\n', stderr: '' });
  expect(read('topology.yaml')).toBe(FORMATTED);
  expect(await fmt([])).toEqual({ status: 0, stdout: '', stderr: '' });
});

test('formats the file of ECR_TOPOLOGY', async () => {
  write('staging.yaml', UNFORMATTED);
  expect((await fmt([], { ECR_TOPOLOGY: 'staging.yaml' })).stdout).toBe('staging.yaml\n');
});

test('--check prints the files that are not formatted, writes nothing and exits with 1', async () => {
  const files = [write('a.yaml', UNFORMATTED), write('b.yaml', FORMATTED), write('c.yaml', UNFORMATTED)];
  expect(await fmt(['--check', ...files])).toEqual({ status: 1, stdout: 'a.yaml\nc.yaml\n', stderr: '' });
  expect(read('a.yaml')).toBe(UNFORMATTED);
  expect(await fmt(['--check', 'b.yaml'])).toEqual({ status: 0, stdout: '', stderr: '' });
});

test.each([[[]], [['--check']]])(
  'shows a syntax error with its position, formats the other files and exits with 2: %j',
  async (options) => {
    const files = [write('bad.yaml', 'accounts: [\n'), write('good.yaml', UNFORMATTED)];
    const { status, stdout, stderr } = await fmt([...options, ...files, 'missing.yaml']);
    expect([status, stdout]).toEqual([2, 'good.yaml\n']);
    expect(stderr).toMatch(/^bad.yaml:\d+:\d+ error yaml\/syntax\n/);
    expect(stderr).toMatch(/^missing.yaml:1:1 error file\/missing\n/m);
    expect(read('bad.yaml')).toBe('accounts: [\n');
  },
);

test('rejects an empty name', async () => {
  expect(await fmt([''])).toMatchObject({ status: 2, stdout: '' });
});

test("'-' formats standard input to standard output", () => {
  const fromInput = (args: readonly string[], input: string) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/ecr-topology.js', 'fmt', ...args], {
      encoding: 'utf8',
      input,
    });
    return { status, stdout, stderr };
  };
  expect(fromInput(['-'], UNFORMATTED)).toEqual({ status: 0, stdout: FORMATTED, stderr: '' });
  expect(fromInput(['-', '--check'], UNFORMATTED)).toEqual({ status: 1, stdout: '-\n', stderr: '' });
  expect(fromInput(['-'], 'a: [')).toMatchObject({ status: 2, stdout: '' });
});

test("rejects a pipe that is named like a file, and suggests '-'", () => {
  const { status, stdout, stderr } = shell('fmt /dev/fd/3 3<<EOF\ntags: {b: c}\nEOF');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain("Use '-'");
});

test("rejects '-' with other files", async () => {
  write('a.yaml', UNFORMATTED);
  expect(await fmt(['a.yaml', '-'])).toMatchObject({ status: 2, stdout: '' });
  expect(read('a.yaml')).toBe(UNFORMATTED);
});
