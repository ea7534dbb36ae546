import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  [[], /^CALLER .*\n\nregistry develop +replicate +develop_us +my-repo +yes\n +management\n$/],
  [['--format', 'markdown'], /^\| Caller \|.*\n\|---\|.*\n\| registry develop \| replicate \|/],
  [['--format', 'json'], /^\{\n {2}"access": \[\n[\s\S]*"answer": "yes"/],
  [['--format', 'csv'], /^caller,.*\r\nregistry develop,registry,replicate,develop_us,.*\r\n/],
])('prints the matrix: access %j', async (args, matrix) => {
  expect(await ecrTopology(['access', '--topology', good, ...args])).toEqual({
    status: 0,
    stdout: expect.stringMatching(matrix) as string,
    stderr: '',
  });
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
