import { spawnSync } from 'node:child_process';
import { shell, synth } from './command-line';
import { ecrTopology } from './in-process';

const ROLE = 'arn:aws:iam::111111111111:role/ci';
const PULL = ['explain', 'pull', '--repository', 'my-repo', '--registry', 'develop'];
const HINT = '(run with --help for usage)\n';

test.each<readonly [args: readonly string[], expected: string]>([
  [
    [...PULL, '--as', ROLE, '--as', `${ROLE}-2`],
    `error: option '--as <arn>' is set twice, to '${ROLE}' and '${ROLE}-2'. Set it once.\n`,
  ],
  [
    [...PULL, '--as', ROLE, '--registry=management'],
    "error: option '--registry <name>' is set twice, to 'develop' and 'management'. Set it once.\n",
  ],
  [
    ['validate', '--topology', 'a.yaml', '--topology', 'a.yaml'],
    "error: option '--topology <file>' is set twice, to 'a.yaml' and 'a.yaml'. Set it once.\n",
  ],
  [['validate', '--topology', ''], "error: option '--topology <file>' has an empty value\n"],
  [['validate', '--topology='], "error: option '--topology <file>' has an empty value\n"],
  [['policies', '--out', ''], "error: option '--out <folder>' has an empty value\n"],
  [[...PULL, '--as', ''], "error: option '--as <arn>' has an empty value\n"],
  [[...PULL, '--as', ROLE, '--scp', 'a.json', ''], "error: option '--scp <file...>' has an empty value\n"],
  [
    ['stacks', '--migrate-from', ''],
    "error: option '--migrate-from <layout>' argument '' is invalid. Allowed choices are topology, account, registry.\n",
  ],
  [
    ['stacks', '--format', 'json', '--format', 'text'],
    "error: option '--format <format>' is set twice, to 'json' and 'text'. Set it once.\n",
  ],
  [['diff', '', 'topology.yaml'], "error: argument 'before' is empty\n"],
  [['diff', 'topology.yaml', ''], "error: argument 'after' is empty\n"],
])('rejects %j', async (args, message) => {
  expect(await ecrTopology(args)).toEqual({ status: 2, stdout: '', stderr: `${message}${HINT}` });
});

test('accepts an option with several values that occurs several times', async () => {
  const context = ['--context', 'aws:SourceVpc=vpc-1', '--context', 'aws:PrincipalOrgID=o-a1b2c3d4e5'];
  expect((await ecrTopology([...PULL, '--as', ROLE, ...context])).stderr).toBe('');
});

test('synthesis rejects an empty name too', () => {
  expect(synth(['--topology', ''])).toEqual({
    status: 2,
    stdout: '',
    stderr: "error: The name of the declaration is empty. Name a file, such as 'topology.yaml'.\n",
  });
});

test.each([
  [['\u001b[31mvalidat']],
  [['validate', '--\u001b[31mtopology']],
  [['validate', '--format', '\u001b[31m']],
  [['\u001b[31m\r\nerror: none']],
  [['validate', '--topology', '\u001b[31m', '--topology', '\u0007']],
  [['policies', '--out', '/dev/null/\u001b[31m']],
  [[...PULL, '--as', ROLE, '--identity-policy', '\u001b[31m']],
])('replaces control characters of %j', async (args) => {
  const { status, stdout, stderr } = await ecrTopology(args);
  expect(status).toBe(2);
  expect(stderr).toContain('\uFFFD');
  expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('suggests a similar command on its own line', async () => {
  expect((await ecrTopology(['validat'])).stderr).toBe(
    `error: unknown command 'validat'\n(Did you mean validate?)\n${HINT}`,
  );
});

test('reads a declaration from standard input, a file or a pipe', () => {
  const complete =
    ': 2 accounts, 3 registries, 3 repositories (replicas included), 1 replication rule; no problems\n';
  expect(shell('validate --topology /dev/stdin < topology.yaml').stdout).toBe(`/dev/stdin${complete}`);
  const line = `${process.execPath} bin/ecr-topology.js validate --topology`;
  const bash = (script: string) => spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout;
  expect(bash(`cat topology.yaml | ${line} /dev/stdin`)).toBe(`/dev/stdin${complete}`);
  expect(bash(`${line} <(sleep 0.2; cat topology.yaml)`)).toMatch(/^\/dev\/fd\/\d+: 2 accounts/);
});
