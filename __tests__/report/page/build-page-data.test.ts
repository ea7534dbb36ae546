import { buildPageData } from '../../../src/report/page/build-page-data';
import { decodeShared, encodeShared } from '../../../src/report/page/shared-json';
import { load } from '../../declaration/declarations';
import { largeDeclaration } from '../../fixtures/large-declaration';

function pageOf(text: string) {
  const loaded = load(text);
  if (loaded.kind !== 'topology') throw new Error(loaded.diagnostics[0]?.message);
  const about = {
    version: '1.0.0',
    file: 'topology.yaml',
    commit: undefined,
    createdAt: '2026-12-01T00:00:00Z',
    isRedacted: false,
  };
  return buildPageData({ about, loaded, review: undefined, live: undefined });
}

test('2,000 repositories in 40 registries with 60 principals take less than 700 kB', () => {
  const data = pageOf(largeDeclaration(2_000));
  const json = encodeShared(data);
  expect(new Set(data.access.map(({ caller }) => caller.text)).size).toBe(60 + 10);
  expect(json.length).toBeLessThan(700_000);
  expect(JSON.stringify(decodeShared(json)) === JSON.stringify(data)).toBe(true);
});
