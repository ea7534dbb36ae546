import type { ComponentChildren } from 'preact';
import { MAX_PRINTED_ROWS, pageOf, type Page } from '../model/pages';
import { formatNumber } from '../model/format-number';
import { useIsPrinting } from '../model/printing';
import type { ViewProps } from '../model/view';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ComponentChildren;
  readonly isRowHeader?: boolean;
  /** Numbers are aligned. */
  readonly isNumber?: boolean;
}

interface DataTableProps<Row> extends Pick<ViewProps, 'parameters' | 'setParameters'> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A table whose header stays visible. Long tables have pages; the parameter `page` of the URL is the number. */
export function DataTable<Row>({ label, columns, rows, keyOf, ...route }: DataTableProps<Row>) {
  return (
    <Paged items={rows} {...route}>
      {(shown) => (
        <TableFrame label={label}>
          <thead>
            <tr>
              {columns.map(({ title, isNumber }) => (
                <th key={title} scope="col" class={numberClass(isNumber)}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column) => (
                  <Cell key={column.title} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </TableFrame>
      )}
    </Paged>
  );
}

interface CellProps<Row> {
  readonly column: Column<Row>;
  readonly row: Row;
}

function Cell<Row>({ column: { cell, isRowHeader, isNumber }, row }: CellProps<Row>) {
  return isRowHeader === true ? (
    <th scope="row">{cell(row)}</th>
  ) : (
    <td class={numberClass(isNumber)}>{cell(row)}</td>
  );
}

function numberClass(isNumber = false): string | undefined {
  return isNumber ? 'number' : undefined;
}

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
