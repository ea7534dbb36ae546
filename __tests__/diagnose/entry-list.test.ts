import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { ENTRIES } from '../../src/diagnose/entry-list';
import type { FamilyEntries } from '../../src/diagnose/model/entry';

const files = readdirSync('src/diagnose/entries').map((file) => basename(file, '.ts'));

test.each(files)('lists the entries of %s', async (file) => {
  const family = (await import(`../../src/diagnose/entries/${file}`)) as { readonly ENTRIES: FamilyEntries };
  const entries = Object.values(family.ENTRIES).flat();

  expect(entries).not.toEqual([]);
  expect(ENTRIES).toEqual(expect.arrayContaining(entries));
});

test('every kind has one entry', () => {
  const kinds = ENTRIES.map(({ kind }) => kind);

  expect(kinds).toEqual([...new Set(kinds)]);
});
