import { unlistedDifferences } from '../../../lanes/cdktn/compare';
import type { Output } from '../../../lanes/cdktn/differences';

const VERSIONS = { cdktf: '0.21.0', cdktn: '0.24.0' };

/** Returns the two outputs of one stack, which have only listed differences. */
function outputs(): Readonly<Record<'cdktf' | 'cdktn', Map<string, string>>> {
  const stack = (version: string) =>
    `{\n  "//": {\n    "metadata": {\n      "version": "${version}"\n    }\n  },\n  "resource": {}\n}`;
  const write = (version: string, list: string): Map<string, string> =>
    new Map([
      ['json/manifest.json', `{\n  "dependencies": ${list},\n  "version": "${version}"\n}`],
      ['json/stacks/a/cdk.tf.json', stack(version)],
      ['hcl/stacks/a/cdk.tf', 'terraform {\n}\n'],
      ['hcl/stacks/a/metadata.json', stack(version)],
    ]);
  return { cdktf: write(VERSIONS.cdktf, '[\n      ]'), cdktn: write(VERSIONS.cdktn, '[]') };
}

const unlisted = ({ cdktf, cdktn }: Readonly<Record<'cdktf' | 'cdktn', Output>>) =>
  unlistedDifferences(cdktf, cdktn, VERSIONS);

test('reports no listed difference', () => {
  expect(unlisted(outputs())).toBe('');
});

test('shows any other difference as a diff without the listed ones', () => {
  const both = outputs();
  const file = 'json/stacks/a/cdk.tf.json';
  both.cdktn.set(
    file,
    both.cdktn.get(file)!.replace('"resource": {}', '"resource": { "aws_ecr_repository": {} }'),
  );
  const changed = unlisted(both)
    .split('\n')
    .filter((line) => /^[+-]/.test(line));
  expect(changed).toEqual([
    `--- cdktf/${file}`,
    `+++ cdktn/${file}`,
    '-  "resource": {}',
    '+  "resource": { "aws_ecr_repository": {} }',
  ]);
});

test('shows a file that one of them does not write', () => {
  const both = outputs();
  both.cdktn.delete('hcl/stacks/a/cdk.tf');
  expect(unlisted(both)).toContain('deleted file');
  both.cdktf.delete('hcl/stacks/a/cdk.tf');
  both.cdktn.set('json/stacks/b/cdk.tf.json', '{}');
  expect(unlisted(both)).toContain('new file');
});

test('reports a version that is not the version of the framework', () => {
  const both = outputs();
  for (const [version, output] of [
    ['6.25', both.cdktf],
    ['6.66', both.cdktn],
  ] as const) {
    output.set('json/stacks/b/cdk.tf.json', `{ "aws": { "version": "~> ${version}" } }`);
  }
  expect(unlisted(both)).toContain('+{ "aws": { "version": "~> 6.66" } }');
});

test('reports a listed difference that does not exist any more', () => {
  const both = outputs();
  const manifest = both.cdktf.get('json/manifest.json')!;
  both.cdktf.set('json/manifest.json', manifest.replace('[\n      ]', '[]'));
  expect(unlisted(both)).toMatch(
    /^manifest\.json: an empty list .*Take it out of lanes\/cdktn\/differences\.ts/,
  );
});
