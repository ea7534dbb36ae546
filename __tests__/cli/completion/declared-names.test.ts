import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNames } from '../../../src/cli/completion/declared-names';

const folder = mkdtempSync(join(tmpdir(), 'ecr-topology-completion-'));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const NO_NAMES = { registries: [], repositories: [], callers: [] };

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('reads the registries, the repositories and the principals that --as accepts', () => {
  expect(readNames('examples/everything.yaml', {})).toEqual({
    registries: ['hub', 'hub_us', 'production'],
    repositories: ['app/checkout', 'base/node', 'open/tools', 'preview/shop', 'release/shop'],
    callers: ['arn:aws:iam::222222222222:role/ci', 'codebuild.amazonaws.com'],
  });
});

test('reads a file with errors, which is being edited', () => {
  const edited = file('edited.yaml', 'registries: { one: 5, UPPER: {} }\nrepositories: [two]\nunknown: 1\n');
  expect(readNames(edited, {})).toEqual({ ...NO_NAMES, registries: ['one'] });
});

test('reads the file in ECR_TOPOLOGY unless --topology is set', () => {
  const one = file('one.yaml', 'registries: { one: {} }');
  const two = file('two.yaml', 'registries: { two: {} }');
  expect(readNames(undefined, { ECR_TOPOLOGY: one }).registries).toEqual(['one']);
  expect(readNames(two, { ECR_TOPOLOGY: one }).registries).toEqual(['two']);
});

test('reads the nearest topology.yaml of the folder and its parents', () => {
  const before = process.cwd();
  process.chdir('docs/guides');
  expect(readNames(undefined, {}).registries).toEqual(['develop', 'develop_us', 'management']);
  process.chdir(before);
});

test.each([
  ['does not exist', () => join(folder, 'none.yaml')],
  ['is a folder', () => folder],
  ['is a device, which would wait for input', () => '/dev/stdin'],
  ['is not YAML', () => file('broken.yaml', 'registries: {')],
  ['is empty', () => file('empty.yaml', '')],
  ['is a list', () => file('list.yaml', '- one')],
  [
    'is too large to read while the user waits',
    () => file('large.yaml', `registries: { one: {} }${' '.repeat(1e6)}`),
  ],
])('returns no names if the file %s', (_, named) => {
  expect(readNames(named(), {})).toEqual(NO_NAMES);
});
