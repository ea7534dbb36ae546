import type { ComponentChildren } from 'preact';
import { MAX_PRINTED_ROWS, pageOf, type Page } from '../model/pages';
import { formatNumber } from '../model/format-number';
import { useIsPrinting } from '../model/printing';
import type { ViewProps } from '../model/view';

interface TableFrameProps {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A table that scrolls in its frame, so that its header and first column can stay visible. */
export function TableFrame({ label, children }: TableFrameProps) {
  return (
    <div class="table-frame" role="region" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </div>
  );
}

interface PagedProps<Item> extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly items: readonly Item[];
  readonly rowsPerPage?: number;
  /** How many items are printed. Fewer if an item can fill a page. */
  readonly maxPrinted?: number;
  readonly children: (items: readonly Item[]) => ComponentChildren;
}

/** Shows one page of a long list, with links to the others. */
export function Paged<Item>({
  items,
  rowsPerPage,
  maxPrinted = MAX_PRINTED_ROWS,
  children,
  parameters,
  setParameters,
}: PagedProps<Item>) {
  const page = pageOf(items, parameters.page, useIsPrinting() ? maxPrinted : undefined, rowsPerPage);
  return (
    <>
      {children(page.items)}
      {page.hidden > 0 && (
        <p class="muted">
          {formatNumber(page.hidden)} more are not printed. To print some of them, filter them first.
        </p>
      )}
      {page.pages > 1 && <Pager page={page} total={items.length} setParameters={setParameters} />}
    </>
  );
}

interface PagerProps extends Pick<ViewProps, 'setParameters'> {
  readonly page: Page<unknown>;
  readonly total: number;
}

function Pager({ page: { number, pages, first, last }, total, setParameters }: PagerProps) {
  const go = (to: number) => () => {
    setParameters({ page: to === 1 ? undefined : String(to) });
  };
  return (
    <nav class="pager" aria-label="Pages">
      <button type="button" disabled={number === 1} onClick={go(number - 1)}>
        Previous
      </button>
      <span role="status">
        {formatNumber(first)} to {formatNumber(last)} of {formatNumber(total)}
      </span>
      <button type="button" disabled={number === pages} onClick={go(number + 1)}>
        Next
      </button>
    </nav>
  );
}
