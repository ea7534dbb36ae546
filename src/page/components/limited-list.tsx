import type { ComponentChildren } from 'preact';
import { formatNumber } from '../model/format-number';
import { MAX_PRINTED_ROWS } from '../model/pages';
import { useIsPrinting } from '../model/printing';

/** Longer lists are shortened, because browsers lay out thousands of items slowly. */
const FIRST_ITEMS = 50;

interface Props<Item> {
  /** In the URL. */
  readonly id: string;
  readonly items: readonly Item[];
  /** The lists that the reader has expanded. */
  readonly expanded: readonly string[];
  readonly onExpand: (id: string) => void;
  readonly children: (item: Item) => ComponentChildren;
}

/** A list that shows its first items, and all of them on request. */
export function LimitedList<Item>({ id, items, expanded, onExpand, children }: Props<Item>) {
  const isPrinting = useIsPrinting();
  const limit = isPrinting ? MAX_PRINTED_ROWS : expanded.includes(id) ? items.length : FIRST_ITEMS;
  const shown = items.slice(0, limit);
  const rest = items.length - shown.length;
  return (
    <>
      <ul class="limited-list">{shown.map(children)}</ul>
      {rest > 0 && isPrinting && <p>… and {formatNumber(rest)} more</p>}
      {rest > 0 && !isPrinting && (
        <p>
          <button
            type="button"
            onClick={() => {
              onExpand(id);
            }}
          >
            Show {formatNumber(rest)} more
          </button>
        </p>
      )}
    </>
  );
}
