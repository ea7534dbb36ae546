import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  [[], /^---\nconfig:[\s\S]*flowchart LR\n[\s\S]*"develop \(111111111111\)"/],
  [['--format', 'mermaid'], /flowchart LR/],
  [['--format', 'dot'], /^digraph "ecr-topology" \{\n[\s\S]*\n\}\n$/],
  [['--format', 'svg'], /^<\?xml [\s\S]*<svg [\s\S]*<\/svg>\n$/],
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
  [['--topology', good, '--format', 'png'], 'mermaid, svg, dot'],
])('exits with 2: graph %j', async (args, message) => {
  const { status, stdout, stderr } = await ecrTopology(['graph', ...args]);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('shows examples with --help', async () => {
  const { status, stdout } = await ecrTopology(['graph', '--help']);
  expect([status, stdout]).toEqual([0, expect.stringMatching(/Usage: [\s\S]*Examples:\n {2}\$ /)]);
});
