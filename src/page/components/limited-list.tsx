import type { ComponentChildren } from 'preact';
import { formatNumber } from '../model/format-number';

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
  const shown = expanded.includes(id) ? items : items.slice(0, FIRST_ITEMS);
  const rest = items.length - shown.length;
  return (
    <>
      <ul class="limited-list">{shown.map(children)}</ul>
      {rest > 0 && (
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
