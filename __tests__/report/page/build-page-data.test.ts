import { buildPageData } from '../../../src/report/page/build-page-data';
import { decodeShared, encodeShared } from '../../../src/report/page/shared-json';
import { load } from '../../declaration/declarations';
import { largeDeclaration } from '../../fixtures/large-declaration';
import { writeFileSync } from 'node:fs';

test('measure', () => {
  let t = performance.now();
  const lap = (what: string) => { const n = performance.now(); console.log(what, Math.round(n - t)); t = performance.now(); };
  const text = largeDeclaration();
  const loaded = load(text);
  if (loaded.kind !== 'topology') throw new Error(loaded.diagnostics.map((d) => d.message).slice(0, 5).join('\n'));
  lap('load');
  const data = buildPageData({ about: { version: '1', file: 'topology.yaml', commit: undefined, createdAt: '', isRedacted: false }, loaded, review: undefined, live: undefined });
  lap('build');
  const json = encodeShared(data);
  lap('encode');
  decodeShared(json);
  lap('decode');
  console.log(json.length, data.access.length);
  for (const [key, value] of Object.entries(data)) console.log(key, encodeShared(value).length);
  writeFileSync('/tmp/data/large.json', json);
  writeFileSync('/tmp/data/large.yaml', text);
});
