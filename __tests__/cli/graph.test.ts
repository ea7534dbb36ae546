import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { base, BASE } from '../declaration/declarations';
import { ecrTopology } from './in-process';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-graph-'));
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
  [[], /^## Replication\n\n```mermaid\n---\nconfig:[\s\S]*flowchart LR\n[\s\S]*develop \(111111111111\)/],
  [['--format', 'mermaid', '--only', 'replication'], /^---\nconfig:[\s\S]*flowchart LR\n/],
  [['--format', 'dot'], /^digraph "ecr-topology" \{\n[\s\S]*\n\}\n$/],
  [['--format', 'svg'], /^<svg xmlns=[\s\S]*<\/svg>\n$/],
])('prints the graph: graph %j', async (args, diagram) => {
  expect(await ecrTopology(['graph', '--topology', good, ...args])).toEqual({
    status: 0,
    stdout: expect.stringMatching(diagram) as string,
    stderr: '',
  });
});

test('prints warnings as well as the graph', async () => {
  const { status, stdout, stderr } = await ecrTopology(['graph', '--topology', warned]);
  expect([status, stdout]).toEqual([0, expect.stringContaining('flowchart')]);
  expect(stderr).toContain('replication/overmatch');
});

test('prints no graph if the declaration has errors', async () => {
  const { status, stdout, stderr } = await ecrTopology(['graph', '--topology', bad]);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('registry/unknown-account');
});

test.each([
  [['--topology', join(folder, 'missing.yaml')], 'file/missing'],
  [['--topology', good, '--registry', 'managment'], "Registry 'managment' is not declared"],
  [['--topology', good, '--format', 'dot', '--theme', 'dark'], '--theme applies to SVG'],
  [['--topology', good, '--format', 'mermaid'], 'Add --only replication or --only access'],
  [['--topology', good, '--format', 'png'], 'markdown, mermaid, svg, dot'],
])('exits with 2: graph %j', async (args, message) => {
  const { status, stdout, stderr } = await ecrTopology(['graph', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('chooses the format by the extension of --output', async () => {
  const output = join(folder, 'topology.svg');
  const result = await ecrTopology(['graph', '--topology', good, '--output', output]);
  expect(result).toEqual({ status: 0, stdout: '', stderr: '' });
  const svg = readFileSync(output, 'utf8');
  expect(svg).toMatch(/^<svg /);
  expect(svg).toContain(`>${good}</text>`);
});

test.each([
  ['topology.md', [], /^## Replication\n/],
  ['replication.mmd', ['--only', 'replication'], /^---\nconfig:/],
])('writes Mermaid to %s', async (name, args, expected) => {
  const output = join(folder, name);
  await ecrTopology(['graph', '--topology', good, ...args, '--output', output]);
  expect(readFileSync(output, 'utf8')).toMatch(expected);
});

test('--no-footer leaves out the file name', async () => {
  const { stdout } = await ecrTopology(['graph', '--topology', good, '--format', 'svg', '--no-footer']);
  expect(stdout).toMatch(/^<svg /);
  expect(stdout).not.toContain(good);
});

test.each([
  ['light', /fill:#ffffff/, /prefers-color-scheme|#0d1117/],
  ['dark', /fill:#0d1117/, /prefers-color-scheme|fill:#ffffff/],
])('--theme %s has only the colors of the theme', async (theme, expected, other) => {
  const { stdout } = await ecrTopology(['graph', '--topology', good, '--format', 'svg', '--theme', theme]);
  expect(stdout).toMatch(expected);
  expect(stdout).not.toMatch(other);
});

test('--registry draws only what is connected with a registry', async () => {
  const args = ['graph', '--topology', good, '--format', 'dot', '--registry', 'management'];
  const { stdout } = await ecrTopology(args);
  expect(stdout).toMatch(/registry_develop -> registry_management/);
  expect(stdout).not.toContain('registry_develop__us');
});

test('--only access draws no replication', async () => {
  const { stdout } = await ecrTopology(['graph', '--topology', good, '--format', 'dot', '--only', 'access']);
  expect(stdout).toContain('registry_management');
  expect(stdout).not.toContain('->');
});

test('--detail accounts draws accounts', async () => {
  const args = ['graph', '--topology', good, '--format', 'dot', '--detail', 'accounts'];
  expect((await ecrTopology(args)).stdout).toMatch(/account_111111111111 -> account_999999999999/);
});

test('shows examples with --help', async () => {
  const { status, stdout } = await ecrTopology(['graph', '--help']);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/Usage: [\s\S]*Examples:\n {2}\$ /)]);
});
