import { shell } from './command-line';
import { ecrTopology } from './in-process';

test.each(['diff - topology.yaml', 'diff topology.yaml -'])(
  '%s reads the other declaration from standard input',
  (line) => {
    expect(shell(`${line} < topology.yaml`)).toEqual({ status: 0, stdout: 'No changes.\n', stderr: '' });
    const { status, stdout, stderr } = shell(`${line} < examples/cross-account-pull-push.yaml`);
    expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/added, \d+ changed/), '']);
  },
);

test('diff reports the position of an error in standard input', () => {
  const { status, stdout, stderr } = shell('diff - topology.yaml <<EOF\naccounts: [\nEOF');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^-:\d+:\d+ error yaml\/syntax\n/);
});

test("diff rejects '-' for both files", async () => {
  expect(await ecrTopology(['diff', '-', '-'])).toEqual({
    status: 2,
    stdout: '',
    stderr: "error: Only one of the two files can be '-'. Name a file for the other one.\n",
  });
});

test.each(['validate -', 'validate --topology -'])('%s checks standard input', (line) => {
  const { status, stdout } = shell(`${line} < topology.yaml`);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^-: 2 accounts, .*; no problems\n$/)]);
});

test('schema --names - completes the names of standard input', async () => {
  const { stdout } = await ecrTopology(['schema', '--names', 'topology.yaml']);
  expect(shell('schema --names - < topology.yaml')).toEqual({ status: 0, stdout, stderr: '' });
});

const IN_FOLDER = 'run the command in the folder of topology.yaml or one of its subfolders.';

test.each([
  [['fmt', 'missing.yaml'], `Name an existing file, set ECR_TOPOLOGY, or ${IN_FOLDER}`],
  [['diff', 'topology.yaml', 'missing.yaml'], 'Check the path.'],
  [['schema', '--names', 'missing.yaml'], `Set --names FILE or ECR_TOPOLOGY, or ${IN_FOLDER}`],
  [['validate', 'missing.yaml'], `Set --topology or ECR_TOPOLOGY, or ${IN_FOLDER}`],
])('names only what %j accepts if the file is missing', async (args, help) => {
  const { status, stdout, stderr } = await ecrTopology(args);
  expect(status).toBe(2);
  expect(`${stdout}${stderr}`).toContain(
    `missing.yaml:1:1 error file/missing\n  The file does not exist.\n  ${help}\n`,
  );
});

test.each([
  [['diff', 'main', 'topology.yaml']],
  [['stacks', '--topology', 'topology.yaml', '--changed-since', 'main']],
])('suggests a Git revision if the file of %j is missing', async (args) => {
  expect(await ecrTopology(args)).toMatchObject({
    status: 2,
    stderr:
      'main:1:1 error file/missing\n  The file does not exist.\n' +
      "  Check the path. For a Git revision, write 'git:main'.\n",
  });
});
