import { MAX_PRINTED_ROWS, pageNumber, pageOf, ROWS_PER_PAGE } from '../../../src/page/model/pages';

const ITEMS = Array.from({ length: 250 }, (_, index) => index);

test('returns the first page without a number', () => {
  expect(pageOf(ITEMS, undefined, undefined)).toMatchObject({ number: 1, pages: 3, first: 1, last: 100 });
});

test('returns the last page with the remaining items', () => {
  const { items, first, last } = pageOf(ITEMS, '3', undefined);

  expect(items).toEqual(ITEMS.slice(200));
  expect([first, last]).toEqual([201, 250]);
});

test.each([
  ['0', 1],
  ['-2', 1],
  ['1.5', 1],
  ['x', 1],
  ['99', 3],
])('reads the number %s as page %i', (parameter, number) => {
  expect(pageOf(ITEMS, parameter, undefined).number).toBe(number);
});

test('has one empty page without items', () => {
  expect(pageOf([], '2', undefined)).toMatchObject({ number: 1, pages: 1, first: 0, last: 0 });
});

test('prints all items on one page, and counts those that are left out', () => {
  expect(pageOf(ITEMS, '3', MAX_PRINTED_ROWS)).toMatchObject({ pages: 1, items: ITEMS, hidden: 0 });
  expect(pageOf(ITEMS, '3', 200)).toMatchObject({ items: ITEMS.slice(0, 200), hidden: 50 });
});

test('returns the page of an item', () => {
  expect([0, ROWS_PER_PAGE - 1, ROWS_PER_PAGE].map(pageNumber)).toEqual(['', '', '2']);
});
