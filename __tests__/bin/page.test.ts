import { readFileSync } from 'node:fs';
import { parseTopology } from '../../src/lint/declaration/load';
import { loadPageAssets } from '../../src/cli/page-assets';
import { reportPage } from '../browser/report-page';

const BUILDER = '../../bin/page';

interface Built {
  readonly program: { readonly compressed: string };
  readonly inputs: readonly string[];
}

async function build(): Promise<Built> {
  const { buildPage } = (await import(BUILDER)) as { readonly buildPage: () => Promise<Built> };
  return buildPage();
}

test('the program of the page contains only what runs in a browser', async () => {
  const { inputs } = await build();
  const packages = new Set(
    inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
  );
  const folders = new Set(inputs.flatMap((path) => /^src\/([^/]+)\//.exec(path)?.[1] ?? []));

  expect([...packages].sort()).toEqual(['@noble/hashes', 'fastest-levenshtein', 'preact']);
  for (const folder of ['cli', 'comment', 'init', 'declaration']) {
    expect([...folders]).not.toContain(folder);
  }
  expect(inputs).not.toContain('src/report/format/terminal.ts');
  expect(inputs).not.toContain('src/base/digest.ts');
  expect(inputs).toContain('src/page/digest.ts');
});

test('the page of the organization example is at most 300 kB', async () => {
  const text = readFileSync('examples/organization.yaml', 'utf8');
  const loaded = parseTopology({ file: 'topology.yaml', text }, {});
  if (loaded.kind !== 'topology') throw new Error('the example has errors');

  expect(Buffer.byteLength(await reportPage(loaded))).toBeLessThanOrEqual(300_000);
  expect((await loadPageAssets()).program.compressed).toMatch(/^[\w+/]+=*$/);
});
