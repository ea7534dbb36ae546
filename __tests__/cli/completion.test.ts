import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ecrTopologyProcess } from './command-line';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-completion-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test.each([
  ['bash', 'complete -o default -F _ecr_topology ecr-topology\n'],
  ['zsh', 'compdef _ecr-topology ecr-topology; fi\n'],
  ['fish', "complete -c ecr-topology -f -a '(__ecr_topology_complete)'\n"],
])('prints the script of %s', async (shell, end) => {
  expect(await ecrTopology(['completion', shell])).toEqual({
    status: 0,
    stdout: expect.stringContaining(end) as string,
    stderr: '',
  });
});

test('rejects an unknown shell', async () => {
  expect(await ecrTopology(['completion', 'cmd'])).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining('bash, zsh, fish') as string,
  });
});

test('completes the names of topology.yaml in the current folder', async () => {
  const args = ['completion', 'bash', '--', 'explain', 'pull', '--registry', ''];
  expect(await ecrTopology(args)).toEqual({
    status: 0,
    stdout: 'candidates\ndevelop\ndevelop_us\nmanagement\n',
    stderr: '',
  });
});

test('offers an option again if check accepts it more than once', async () => {
  const { stdout } = await ecrTopology([
    'completion',
    'bash',
    '--',
    'check',
    '--format',
    'text',
    '--limit=9',
    '-',
  ]);
  expect(stdout.split('\n')).toContain('--format');
  expect(stdout.split('\n')).not.toContain('--limit');
});

test.each([
  ['no topology.yaml', undefined, '--quiet'],
  ['a topology.yaml that is not YAML', 'registries: [', '--quiet'],
  ['an empty --topology', undefined, '--topology='],
])('prints no error and writes nothing with %s', async (_, text, option) => {
  const cwd = mkdtempSync(join(folder, 'case-'));
  if (text !== undefined) writeFileSync(join(cwd, 'topology.yaml'), text);
  const before = readdirSync(cwd);
  const args = ['completion', 'bash', '--', 'explain', 'pull', option, '--registry', ''];

  expect(await ecrTopology(args, { cwd })).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^(candidates\n)?$/) as string,
    stderr: '',
  });
  expect(readdirSync(cwd)).toEqual(before);
  expect((await ecrTopology(['completion', 'bash', '--', 'validate', '--format', ''], { cwd })).stdout).toBe(
    'candidates\ntext\njson\ngithub\nsarif\n',
  );
});

test('the process passes options, empty words and -- of the line to the command', () => {
  const args = ['completion', 'fish', '--', '--quiet', 'access', '--format', 'json', '--', ''];
  expect(ecrTopologyProcess(args)).toEqual({ status: 0, stdout: 'candidates\n', stderr: '' });
});
