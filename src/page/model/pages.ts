/** Browsers lay out thousands of rows slowly. */
export const ROWS_PER_PAGE = 100;

/** A printed page has all rows of a table up to this number. */
export const MAX_PRINTED_ROWS = 1000;

export interface Page<Item> {
  /** From 1. */
  readonly number: number;
  readonly pages: number;
  readonly items: readonly Item[];
  /** The positions of the first and last item, from 1. */
  readonly first: number;
  readonly last: number;
  /** How many items no page shows, because the page is printed. */
  readonly hidden: number;
}

/**
 * @param parameter the number of the page in the URL. Other texts mean the first page
 * @param printed how many items are printed. Undefined if the page is not being printed
 */
export function pageOf<Item>(
  items: readonly Item[],
  parameter: string | undefined,
  printed: number | undefined,
  rowsPerPage = ROWS_PER_PAGE,
): Page<Item> {
  const isPrinting = printed !== undefined;
  const size = printed ?? rowsPerPage;
  const pages = isPrinting ? 1 : Math.max(1, Math.ceil(items.length / size));
  const wanted = Number(parameter ?? 1);
  const number = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), pages) : 1;
  const start = (number - 1) * size;
  const shown = items.slice(start, start + size);
  return {
    number,
    pages,
    items: shown,
    first: shown.length === 0 ? 0 : start + 1,
    last: start + shown.length,
    hidden: isPrinting ? items.length - shown.length : 0,
  };
}

/** Returns the page of an item as the URL contains it. */
export function pageNumber(index: number): string {
  const number = Math.floor(index / ROWS_PER_PAGE) + 1;
  return number === 1 ? '' : String(number);
}
