import stringWidth from 'string-width';
import { sum } from '../../base/collections';
import { firstLines, printable } from './text';
import { wrapped, type Terminal, type Tone } from './terminal';

/** The lines of one field of a row, and their color. */
interface Cell {
  readonly lines: readonly string[];
  readonly tone?: Tone;
}

export type TableRow = readonly Cell[];

/** Maximum number of lines of a field. JSON and CSV output is not limited. */
const MAX_FIELD_LINES = 8;

/** A longer list is wrapped even if the output is piped, so that the other columns stay near. */
const MAX_COLUMN_WIDTH = 60;

/** Between two columns. */
const GAP = '  ';

/**
 * Renders a table for a terminal. A table that is too wide wraps its fields at words. If even the longest words do not fit,
 * each row becomes a record with a line for each field.
 */
export function terminalTable(
  headings: readonly string[],
  rows: readonly TableRow[],
  terminal: Terminal,
): string {
  const { heading, blocks, isTall } = layOut(headings, rows, terminal);
  const separator = isTall ? '\n\n' : '\n';
  return `${[heading ?? [], blocks].flat().join(separator)}\n`;
}

/** Rows below titles of their own. */
interface RowGroup {
  readonly titles: readonly { readonly text: string; readonly tone: Tone }[];
  readonly rows: readonly TableRow[];
}

/** Renders groups of rows as one table: the columns are the same in each group. */
export function groupedTable(
  headings: readonly string[],
  groups: readonly RowGroup[],
  terminal: Terminal,
): string {
  const indented = { ...terminal, width: terminal.width - INDENT.length };
  const rows = groups.flatMap((group) => group.rows);
  const { heading, blocks, isTall } = layOut(headings, rows, indented);
  const rest = [...blocks];
  const texts = groups.map((group) => {
    const titles = group.titles.map(({ text, tone }) => terminal.paint[tone](printable(text)));
    const own = rest.splice(0, group.rows.length).map((block) => block.replace(/^(?=.)/gm, INDENT));
    // Rows that are records have several lines each.
    return [...titles, own.join(heading === undefined && isTall ? '\n\n' : '\n')].join('\n');
  });
  return `${[heading === undefined ? [] : `${INDENT}${heading}`, texts].flat().join('\n\n')}\n`;
}

const INDENT = '  ';

interface TableLayout {
  /** Undefined if the rows are records. */
  readonly heading: string | undefined;
  /** The text of each row. */
  readonly blocks: readonly string[];
  /** Whether a row has several lines. */
  readonly isTall: boolean;
}

function layOut(headings: readonly string[], rows: readonly TableRow[], terminal: Terminal): TableLayout {
  const fields = rows.map((row) => row.map(shownCell));
  const widths = fittingWidths(headings, fields, terminal.width);
  if (widths === undefined) {
    const blocks = fields.map((row) => recordText(headings, row, terminal));
    return { heading: undefined, blocks, isTall: true };
  }
  const folded = fields.map((row) => row.map((cell, column) => foldedCell(cell, widths[column] ?? 0)));
  const titles = headings.map((text) => ({ lines: [text.toUpperCase()] }));
  return {
    heading: terminal.paint.strong(lineText(titles, 0, widths, terminal.paint)),
    blocks: folded.map((row) => blockText(row, widths, terminal.paint)),
    isTall: folded.some((row) => row.some(({ lines }) => lines.length > 1)),
  };
}

function shownCell({ lines, tone }: Cell): Cell {
  return {
    lines: firstLines(lines.map(printable), MAX_FIELD_LINES),
    ...(tone === undefined ? {} : { tone }),
  };
}

/** Returns the width of each column, or undefined if the longest words of the columns do not fit next to each other. */
function fittingWidths(
  headings: readonly string[],
  rows: readonly TableRow[],
  width: number,
): readonly number[] | undefined {
  const available = width - GAP.length * (headings.length - 1);
  const linesOf = (column: number) => [
    headings[column] ?? '',
    ...rows.flatMap((row) => row[column]?.lines ?? []),
  ];
  const least = headings.map((_, column) =>
    Math.max(...linesOf(column).flatMap((line) => line.split(' ').map(stringWidth))),
  );
  const natural = headings.map((_, column) => {
    const widest = Math.max(...linesOf(column).map(stringWidth));
    if (column === headings.length - 1) return widest;
    return Math.min(widest, Math.max(MAX_COLUMN_WIDTH, least[column] ?? 0));
  });
  if (sum(natural) <= available) return natural;
  if (sum(least) > available) return undefined;
  return narrowed(natural, least, available);
}

/** Narrows the widest column that can be narrowed, until all columns fit. */
function narrowed(
  natural: readonly number[],
  least: readonly number[],
  available: number,
): readonly number[] {
  const widths = [...natural];
  while (sum(widths) > available) {
    const narrowable = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const column = narrowable.indexOf(Math.max(...narrowable));
    widths[column] = (widths[column] ?? 0) - 1;
  }
  return widths;
}

function foldedCell({ lines, tone }: Cell, width: number): Cell {
  const folded = lines.flatMap((line) => wrapped(line, { width }).split('\n'));
  return { lines: folded, ...(tone === undefined ? {} : { tone }) };
}

function blockText(row: TableRow, widths: readonly number[], paint: Terminal['paint']): string {
  const height = Math.max(...row.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, index) => lineText(row, index, widths, paint)).join('\n');
}

function lineText(row: TableRow, index: number, widths: readonly number[], paint: Terminal['paint']): string {
  const lastFilled = row.findLastIndex(({ lines }) => (lines[index] ?? '') !== '');
  return row
    .slice(0, lastFilled + 1)
    .map(({ lines, tone }, column) => {
      const text = lines[index] ?? '';
      const blanks = column === lastFilled ? 0 : (widths[column] ?? 0) - stringWidth(text);
      return `${tone === undefined ? text : paint[tone](text)}${' '.repeat(Math.max(0, blanks))}`;
    })
    .join(GAP);
}

/** Renders a row as lines: the heading and the lines of each field. */
function recordText(headings: readonly string[], row: TableRow, terminal: Terminal): string {
  const labelWidth = Math.max(...headings.map(stringWidth));
  return row
    .filter(({ lines }) => lines.some((line) => line !== ''))
    .map((cell) => fieldText(headings[row.indexOf(cell)] ?? '', labelWidth, cell, terminal))
    .join('\n');
}

function fieldText(
  heading: string,
  labelWidth: number,
  { lines, tone }: Cell,
  { width, paint }: Terminal,
): string {
  const space = width - labelWidth - GAP.length;
  return lines
    .flatMap((line) => wrapped(line, { width: space }).split('\n'))
    .map((line, index) => {
      const label = (index === 0 ? heading : '').padEnd(labelWidth);
      return `${paint.strong(label)}${GAP}${tone === undefined ? line : paint[tone](line)}`;
    })
    .join('\n');
}
