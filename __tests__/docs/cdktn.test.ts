import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DIFFERENCES } from '../../lanes/cdktn/differences';
import { ALIASES, OLDEST_NODE } from '../../lanes/cdktn/packages';

const PAGE = readFileSync('docs/guides/cdktn.md', 'utf8');

test('docs/guides/cdktn.md lists every difference that the lane allows, and no other', () => {
  const [, section = ''] = PAGE.split('\n## What the output differs in\n');
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| `([^`]+)` \| (.+) \| (.+) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(DIFFERENCES.map(({ file, what, whyHarmless }) => [file, what, whyHarmless]));
});

test('installs the packages that the lane installs', () => {
  const installed = [...PAGE.matchAll(/^npm install (?:--save-dev )?(.+)$/gm)].flatMap(([, packages = '']) =>
    packages.split(' '),
  );
  expect(installed).toEqual(Object.entries(ALIASES).map(([name, alias]) => `${name}@${alias}`));
});

test('installs versions that the npm package accepts', () => {
  const { manifestOf } = createRequire(__filename)('../../bin/build/manifest') as {
    readonly manifestOf: () => { readonly peerDependencies: Readonly<Record<string, string>> };
  };
  const { peerDependencies } = manifestOf();
  for (const name of ['cdktf', '@cdktf/provider-aws'] as const) {
    const [, version] = /@(~[\d.]+)$/.exec(ALIASES[name]) ?? [];
    expect(peerDependencies[name]?.split(' || ').at(-1)).toBe(`${version}.0`);
  }
});

test('names the Node version that the lane uses', () => {
  expect(PAGE).toMatch(new RegExp(`^With Node ${OLDEST_NODE.replace(/\.0$/, '')} or later:`, 'm'));
});
