import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { base, BASE } from '../declaration/declarations';
import { GitRepository } from './git-repository';
import { ecrTopology } from './in-process';

const EXTENDED = base('repositories:\n', 'repositories:\n  other: { registry: develop }\n');
const ADDED = expect.stringContaining('+ develop: repository other added') as string;
const SAME = 'No changes.\n';

const repository = new GitRepository();
const { folder } = repository;
const outside = mkdtempSync(join(tmpdir(), 'ecr-topology-outside-'));
const shallow = mkdtempSync(join(tmpdir(), 'ecr-topology-shallow-'));

beforeAll(() => {
  repository.write('topology.yaml', BASE);
  repository.write('-odd *.yaml', BASE);
  mkdirSync(join(folder, 'team'));
  repository.write('team/topology.yaml', EXTENDED);
  symlinkSync(join('team', 'topology.yaml'), join(folder, 'link.yaml'));
  repository.commit();
  repository.git('tag', 'v1');
  repository.write('topology.yaml', EXTENDED);
  repository.write('later.yaml', EXTENDED);
  repository.write('team/topology.yaml', BASE);
  writeFileSync(join(outside, 'topology.yaml'), BASE);
  repository.commit();
  repository.git('clone', '--quiet', '--depth=1', `file://${folder}`, shallow);
});

afterAll(() => {
  repository.remove();
  for (const each of [outside, shallow]) rmSync(each, { recursive: true });
});

const diff = async (args: readonly string[], cwd = folder, env: Readonly<Record<string, string>> = {}) =>
  ecrTopology(['diff', ...args], { cwd, env });

test.each([
  [['git:v1', 'topology.yaml'], ADDED],
  [['git:HEAD~1', 'topology.yaml'], ADDED],
  [['git:main^', './topology.yaml'], ADDED],
  [['git:HEAD', 'topology.yaml'], SAME],
  [['topology.yaml', 'git:HEAD'], SAME],
  [['git:v1', 'git:HEAD'], ADDED],
  [['git:v1', '--', '-odd *.yaml'], SAME],
  [['git:HEAD', 'link.yaml'], SAME],
  [['git:v1', 'link.yaml'], expect.stringContaining('- develop: repository other removed') as string],
  [['git:v1', 'team/topology.yaml'], expect.stringContaining('repository other removed') as string],
])('diff %j reads the file at the revision', async (args, stdout) => {
  expect(await diff(args)).toEqual({ status: 0, stdout, stderr: '' });
});

test('finds the file of a subfolder, and the nearest declaration for two revisions', async () => {
  const team = join(folder, 'team');
  expect((await diff(['git:v1', 'topology.yaml'], team)).stdout).toContain('repository other removed');
  expect((await diff(['git:v1', '../topology.yaml'], team)).stdout).toEqual(ADDED);
  expect((await diff(['git:v1', 'git:main'], team)).stdout).toContain('repository other removed');
});

test('applies the environment to the earlier declaration', async () => {
  const text = BASE.replace('"111111111111"', '"${DEVELOP}"');
  const other = new GitRepository();
  try {
    other.write('topology.yaml', text);
    other.commit();
    const env = { DEVELOP: '222222222222' };
    expect((await diff(['git:HEAD', 'topology.yaml'], other.folder, env)).stdout).toBe(SAME);
  } finally {
    other.remove();
  }
});

test('reports the position of an error with the revision', async () => {
  const other = new GitRepository();
  try {
    other.write('topology.yaml', base('account: management,', 'account: managment,'));
    other.commit();
    other.write('topology.yaml', BASE);
    const { status, stderr } = await diff(['git:main', 'topology.yaml'], other.folder);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^main:topology\.yaml:7:\d+ error /)]);
  } finally {
    other.remove();
  }
});

const UNKNOWN = (revision: string) =>
  `error: '${revision}' is not a revision of this Git repository. Check the name, or fetch it with 'git fetch'.\n`;

test.each([
  'nope',
  '',
  '--help',
  '-h',
  'HEAD:topology.yaml',
  ':/x',
  '^HEAD',
  'v1..HEAD',
  'v1...HEAD',
  '$(touch x)',
  'a'.repeat(40),
])('rejects the revision %j', async (revision) => {
  expect(await diff([`git:${revision}`, 'topology.yaml'])).toEqual({
    status: 2,
    stdout: '',
    stderr: UNKNOWN(revision),
  });
});

test.each([
  ['origin/develop', 'develop'],
  ['v1', 'BRANCH'],
])('explains that a shallow clone does not contain %s', async (revision, branch) => {
  expect((await diff([`git:${revision}`, 'topology.yaml'], shallow)).stderr).toBe(
    `error: '${revision}' is not a revision of this Git repository. This clone is shallow: ` +
      `run 'git fetch origin ${branch}', or set 'fetch-depth: 0' for actions/checkout.\n`,
  );
});

test('reports a file that the revision does not contain', async () => {
  expect(await diff(['git:v1', 'later.yaml'])).toEqual({
    status: 2,
    stdout: '',
    stderr:
      "v1:later.yaml:1:1 error file/missing\n  The Git revision 'v1' does not contain later.yaml.\n" +
      '  Name a revision that contains the file, or a file.\n',
  });
});

test('reports a folder without a repository', async () => {
  const { status, stderr } = await diff(['git:main', 'topology.yaml'], outside);
  expect(status).toBe(2);
  expect(stderr).toMatch(
    /^error: Cannot read 'git:main' for topology\.yaml: not a git repository .*\. Name a file\.\n$/,
  );
});

test('finds the repository of the file, not the one that a Git hook names', async () => {
  const other = new GitRepository();
  try {
    other.write('topology.yaml', BASE);
    other.commit();
    for (const GIT_DIR of ['.git', join(folder, '.git'), join(other.folder, '.git')]) {
      const env = { GIT_DIR, GIT_WORK_TREE: other.folder, GIT_COMMON_DIR: GIT_DIR };
      expect((await diff(['git:v1', 'team/topology.yaml'], folder, env)).stdout).toContain(
        'repository other removed',
      );
    }
  } finally {
    other.remove();
  }
});

test('does not use a bare repository in the folder of the file, which could name programs to run', async () => {
  const other = new GitRepository();
  try {
    other.write('topology.yaml', BASE);
    other.commit();
    other.git('clone', '--quiet', '--bare', '.', 'team');
    other.write('team/topology.yaml', BASE);
    const { status, stderr } = await diff(['git:main', 'team/topology.yaml'], other.folder);
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^error: Cannot read 'git:main' for team\/topology\.yaml: cannot use bare repository /,
    );
  } finally {
    other.remove();
  }
});

test('reads a worktree of a bare repository', async () => {
  const other = new GitRepository();
  try {
    other.git('clone', '--quiet', '--bare', folder, 'bare');
    other.git('--git-dir=bare', 'worktree', 'add', '--quiet', 'tree', 'main');
    expect((await diff(['git:v1', 'topology.yaml'], join(other.folder, 'tree'))).stdout).toEqual(ADDED);
  } finally {
    other.remove();
  }
});

test('reports a folder that does not exist', async () => {
  expect((await diff(['git:main', 'nope/topology.yaml'])).stderr).toBe(
    "error: Cannot read 'git:main' for nope/topology.yaml: its folder does not exist. Check the path.\n",
  );
});

test('reports that Git is not installed', async () => {
  expect((await diff(['git:main', 'topology.yaml'], folder, { PATH: outside })).stderr).toBe(
    "error: Cannot read 'git:main' for topology.yaml: 'git' was not found. Install Git, or name a file.\n",
  );
});

test('passes on what Git suggests for a repository of another user', async () => {
  const bin = mkdtempSync(join(tmpdir(), 'ecr-topology-bin-'));
  try {
    // What Git 2.39 prints.
    writeFileSync(
      join(bin, 'git'),
      `#!/bin/sh\nprintf "fatal: detected dubious ownership in repository at '/w'\\nTo add an exception for this directory, call:\\n\\n\\tgit config --global --add safe.directory /w\\n" >&2\nexit 128\n`,
    );
    chmodSync(join(bin, 'git'), 0o755);
    const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
    expect((await diff(['git:main', 'topology.yaml'], folder, { PATH: path })).stderr).toBe(
      "error: Cannot read 'git:main' for topology.yaml: detected dubious ownership in repository at '/w'. " +
        "Run 'git config --global --add safe.directory /w'.\n",
    );
  } finally {
    rmSync(bin, { recursive: true });
  }
});
