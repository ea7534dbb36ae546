import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { buildPageData } from '../../../src/report/page/build-page-data';
import type { PageData } from '../../../src/report/page/page-data';
import { pageHtml } from '../../../src/report/page/html';
import { load } from '../../declaration/declarations';

const PROJECT = join(__dirname, '../../..');

const HOSTILE = '</script><script>alert(1)</script><!--';

const EMBEDDED = { text: '', hash: 'sha256-' };

function dataOf(file: string): PageData {
  const loaded = load(readFileSync(join(PROJECT, 'topology.yaml'), 'utf8'));
  if (loaded.kind !== 'topology') throw new Error(loaded.diagnostics[0]?.message);
  const about = {
    version: '1.0.0',
    file,
    commit: undefined,
    createdAt: '2026-12-01T00:00:00Z',
    isRedacted: false,
  };
  const data = buildPageData({ about, loaded, review: undefined, live: undefined });
  return { ...data, picture: { kind: 'none', notes: [] } };
}

const pageOf = (file: string) =>
  pageHtml(dataOf(file), { style: EMBEDDED, loader: EMBEDDED, program: { ...EMBEDDED, compressed: '' } });

test('no text of the data ends its element', () => {
  const page = pageOf(HOSTILE);

  expect(page).not.toContain('alert(1)</script>');
  expect(page.match(/<!--/g)).toBeNull();
});

test('the program of the documentation prints the data of a page', () => {
  const document = readFileSync(join(PROJECT, 'docs/reference/json.md'), 'utf8');
  const program = /```js\n(.*?)```/s.exec(document)?.[1] ?? '';
  const printed: string[] = [];
  runInNewContext(program, {
    console: { log: (text: string) => printed.push(text) },
    require: () => ({ readFileSync: () => pageOf(HOSTILE) }),
  });

  expect(JSON.parse(printed.join(''))).toEqual(JSON.parse(JSON.stringify(dataOf(HOSTILE))));
});
