import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ecrTopology } from '../cli/in-process';

const INDEX = 'docs/README.md';

const PAGES = pagesIn('docs');
const EXAMPLE_PAGES = pagesIn('examples');

/** In lines. */
const MAX_README_LENGTH = 150;

/** The first words of a page: what the reader can do with it. A page that starts with another verb adds it here. */
const VERBS = new Set([
  'Add',
  'Change',
  'Check',
  'Copy',
  'Create',
  'Decide',
  'Declare',
  'Deploy',
  'Divide',
  'Enable',
  'Estimate',
  'Find',
  'Let',
  'Look',
  'Read',
  'Replace',
  'Replicate',
  'Review',
  'Start',
]);

test('README.md is short', () => {
  const lines = readFileSync('README.md', 'utf8').trimEnd().split('\n');

  expect(lines.length).toBeLessThanOrEqual(MAX_README_LENGTH);
});

test('README.md shows the picture that npm run picture writes', async () => {
  expect(readFileSync('README.md', 'utf8')).toMatch(/^!\[.+\]\(docs\/topology\.svg\)$/m);
  const { stdout } = await ecrTopology([
    'graph',
    '--format',
    'svg',
    '--no-footer',
    '--topology',
    'topology.yaml',
  ]);

  expect(readFileSync('docs/topology.svg', 'utf8')).toBe(stdout);
});

test.each([...PAGES, ...EXAMPLE_PAGES])(
  '%s has one title, and opens with what the reader can do with it',
  (page) => {
    const text = withoutCode(readFileSync(page, 'utf8'));
    const [, opening = ''] = /^# .+\n\n(?:<!--.*-->\n\n)?((?:.+\n)+)/.exec(text) ?? [];
    const [verb = ''] = opening.split(/\W/);

    expect(text.match(/^# /gm)).toHaveLength(1);
    expect(opening).toMatch(/^[^|#`-][^]*[.:]\n$/);
    expect(VERBS).toContain(verb);
  },
);

test.each(PAGES.filter((page) => page !== INDEX))(`${INDEX} links to %s`, (page) => {
  expect(readFileSync(INDEX, 'utf8')).toContain(`](${relative('docs', page)})`);
});

function pagesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Replaces code blocks by empty lines, because a comment of a shell script looks like a title. */
function withoutCode(text: string): string {
  return text.replaceAll(/^( *)```[^]*?^\1```$/gm, '');
}
