import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonSchemaText } from '../../src/lint/declaration/declaration-schema';
import { BASE, base } from '../declaration/declarations';
import { shell, synth } from './command-line';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-cli-'));
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
const suppressed = file(
  'suppressed.yaml',
  `${readFileSync(warned, 'utf8')}checks: { suppressions: [{ rule: replication/overmatch, path: replication, reason: both are meant }] }\n`,
);
const promoted = file(
  'promoted.yaml',
  `${readFileSync(warned, 'utf8')}checks: { rules: { replication/overmatch: { severity: error } } }\n`,
);
const missing = join(folder, 'missing.yaml');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('validate', () => {
  test('summarises a valid declaration in one line', async () => {
    expect(await ecrTopology(['validate'])).toEqual({
      status: 0,
      stdout:
        'topology.yaml: 2 accounts, 3 registries, 3 repositories (replicas included), 1 replication rule; no problems\n',
      stderr: '',
    });
  });

  test('shows an error with its lines, and exits with 1', async () => {
    expect(await ecrTopology(['validate', '--topology', 'bad.yaml'], { cwd: folder })).toEqual({
      status: 1,
      stdout: `bad.yaml:7:26 error registry/unknown-account
  Account 'managment' is not declared. Declared accounts: develop, management.
  Did you mean 'management'?

   6 |   develop_us: { account: develop, region: us-west-1 }
   7 |   management: { account: managment, region: ap-northeast-1 }
     |                          ^^^^^^^^^

bad.yaml: 1 error
`,
      stderr: '',
    });
  });

  test('shows a warning, and exits with 0', async () => {
    const { status, stdout } = await ecrTopology(['validate', '--topology', warned]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('1 warning')]);
  });

  test('counts a warning that is suppressed, and does not show it', async () => {
    const { status, stdout } = await ecrTopology(['validate', '--topology', suppressed]);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^.*; no problems, 1 suppressed\n$/)]);
  });

  test('shows a warning that is configured as an error, and exits with 1', async () => {
    const { status, stdout } = await ecrTopology(['validate', '--topology', promoted]);
    expect([status, stdout]).toEqual([1, expect.stringContaining('error replication/overmatch')]);
  });

  test('reads the file from ECR_TOPOLOGY unless --topology is set', async () => {
    expect((await ecrTopology(['validate'], { env: { ECR_TOPOLOGY: bad } })).status).toBe(1);
    expect((await ecrTopology(['validate', '--topology', good], { env: { ECR_TOPOLOGY: bad } })).status).toBe(
      0,
    );
    expect((await ecrTopology(['validate'], { env: { ECR_TOPOLOGY: '' } })).stdout).toMatch(
      /^topology.yaml: /,
    );
  });

  test('prints JSON', async () => {
    const { status, stdout } = await ecrTopology(['validate', '--topology', bad, '--format', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      file: bad,
      valid: false,
      diagnostics: [
        {
          file: bad,
          line: 7,
          column: 26,
          endColumn: 35,
          severity: 'error',
          code: 'registry/unknown-account',
          message: "Account 'managment' is not declared. Declared accounts: develop, management.",
          help: "Did you mean 'management'?",
        },
      ],
    });
  });

  test('exits with 2 if the file is missing', async () => {
    expect(await ecrTopology(['validate', '--topology', missing])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('file/missing') as string,
    });
  });
});

describe('diff', () => {
  const reduced = file('less.yaml', base('[develop_us, management]', '[develop_us]'));

  test('prints the changes, and exits with 0', async () => {
    expect(await ecrTopology(['diff', good, reduced])).toEqual({
      status: 0,
      stdout: `Repositories
  - management: repository my-repo removed (fails while it contains images)

Access
  - management: account 111111111111 can no longer replicate into my-repo

Replication
  - develop: replication of my-repo to management removed

Changes: 0 added, 0 changed, 3 removed (1 repository destroyed).
`,
      stderr: '',
    });
  });

  test('reports that nothing changes', async () => {
    expect((await ecrTopology(['diff', good, good])).stdout).toBe('No changes.\n');
  });

  test('prints JSON', async () => {
    const { stdout } = await ecrTopology(['diff', good, reduced, '--format', 'json']);
    expect((JSON.parse(stdout) as { readonly changes: readonly unknown[] }).changes[0]).toEqual({
      kind: 'replication-removed',
      registry: 'develop',
      filter: 'my-repo',
      destination: 'management',
      text: 'develop: replication of my-repo to management removed',
    });
  });

  const BACKFILL =
    'aws ecr start-replication-backfill --region ap-northeast-1 --destination region=ap-northeast-1,registryId=999999999999';

  test('prints the command that copies existing images to a new destination', async () => {
    const { stdout } = await ecrTopology(['diff', reduced, good]);
    expect(stdout).toContain(`
Changes: 3 added, 0 changed, 0 removed.

Existing images are not replicated. To copy them after the deploy, run 'ecr-topology backfill' (docs/guides/backfill.md), or with the AWS CLI:

  ${BACKFILL}  # my-repo: develop to management
`);
    const json = await ecrTopology(['diff', reduced, good, '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      backfills: [
        {
          from: { name: 'develop', accountId: '111111111111', region: 'ap-northeast-1' },
          to: { name: 'management', accountId: '999999999999', region: 'ap-northeast-1' },
          repositories: ['my-repo'],
          command: BACKFILL,
        },
      ],
    });
  });

  test('prints the errors and no changes if a file has errors', async () => {
    expect(await ecrTopology(['diff', good, bad])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('registry/unknown-account') as string,
    });
    expect(await ecrTopology(['diff', missing, good])).toMatchObject({ status: 2, stdout: '' });
  });
});

test('prints the errors as JSON with --format json', async () => {
  const { status, stdout, stderr } = await ecrTopology(['diff', good, bad, '--format', 'json']);
  expect([status, stderr]).toEqual([1, '']);
  expect(JSON.parse(stdout)).toMatchObject({
    changes: null,
    backfills: null,
    diagnostics: [{ code: 'registry/unknown-account' }],
  });
});

test('fails if the output cannot be written, but not if the reader closes the pipe', () => {
  expect(shell('schema > /dev/full')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^error: .*\n$/) as string,
  });
  expect(shell('schema | head -1')).toEqual({ status: 0, stdout: '{\n', stderr: '' });
});

test('schema prints the JSON Schema', async () => {
  expect(await ecrTopology(['schema'])).toEqual({ status: 0, stdout: jsonSchemaText(), stderr: '' });
});

test('--version prints the version', async () => {
  expect(await ecrTopology(['--version'])).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
});

test.each([[['--help']], [['help']], [['validate', '--help']], [['diff', '--help']], [['schema', '--help']]])(
  'shows the usage with examples: %j',
  async (args) => {
    const { status, stdout } = await ecrTopology(args);
    expect([status, stdout]).toEqual([0, expect.stringMatching(/Usage: [\s\S]*Examples?:\n {2}\$ /)]);
  },
);

test.each([
  [['frobnicate']],
  [['validate', '--frobnicate']],
  [['validate', '--format', 'xml']],
  [['validate', 'one.yaml', 'two.yaml']],
  [['diff', 'one.yaml']],
  [[]],
])('rejects %j as wrong usage and exits with 2', async (args) => {
  const { status, stdout, stderr } = await ecrTopology(args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).not.toMatch(/\n {4}at /);
});

describe('synthesis', () => {
  const out = { CDKTF_OUTDIR: join(folder, 'a/deep/folder') };

  test('stops at errors and writes nothing', () => {
    const result = synth(['--topology', bad], { env: out });
    expect(result).toMatchObject({ status: 1, stdout: '' });
    expect(result.stderr).toContain('registry/unknown-account');
    expect(existsSync(out.CDKTF_OUTDIR)).toBe(false);
  });

  test('prints warnings and continues', () => {
    const result = synth([], { env: { ...out, ECR_TOPOLOGY: warned } });
    expect([result.status, result.stderr]).toEqual([0, expect.stringContaining('replication/overmatch')]);
  });

  test('keeps either the JSON or the HCL of a stack, because Terraform would read both', () => {
    const stack = join(out.CDKTF_OUTDIR, 'stacks/ecr-topology');
    synth(['--topology', good], { env: { ...out, SYNTH_HCL_OUTPUT: 'true' } });
    expect(readdirSync(stack).sort()).toEqual(['cdk.tf', 'metadata.json']);
    synth(['--topology', good], { env: out });
    expect(readdirSync(stack)).toEqual(['cdk.tf.json']);
  });

  test('ignores a missing manifest of an interrupted run', () => {
    writeFileSync(join(out.CDKTF_OUTDIR, 'manifest.json'), '{"stacks": {');
    expect(synth(['--topology', good], { env: out })).toMatchObject({ status: 0, stderr: '' });
  });

  test('exits with 2 if the file is missing or the folder cannot be written', () => {
    expect(synth(['--topology', missing], { env: out }).status).toBe(2);
    const blocked = synth(['--topology', good], { env: { CDKTF_OUTDIR: join(good, 'x') } });
    expect([blocked.status, blocked.stderr]).toEqual([2, expect.stringMatching(/^error: .*\n$/)]);
  });

  test('exits with 2 for an unknown option', () => {
    const { status, stderr } = synth(['--topologie', good], { env: out });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: .*--topologie.*\n$/)]);
  });
});
