import stringWidth from 'string-width';
import { sum } from '../../base/collections';
import { firstLines, printable } from './text';
import { wrapped, type Terminal, type Tone } from './terminal';

/** The lines of one field of a row, and their color. */
export interface Cell {
  readonly lines: readonly string[];
  readonly tone?: Tone;
}

export type TableRow = readonly Cell[];

/** Renders a table. `terminalTable` is for a terminal, `markdownTable` for Markdown. */
export type TableRenderer = (headings: readonly string[], rows: readonly TableRow[]) => string;

/** Maximum number of lines of a field. JSON and CSV output is not limited. */
const MAX_FIELD_LINES = 8;

/** Between two columns. */
const GAP = '  ';

/**
 * Returns the renderer of tables for a terminal. A table that is too wide wraps its fields at words. If even the longest
 * words do not fit, each row becomes a record with a line for each field.
 */
export function terminalTable(terminal: Terminal): TableRenderer {
  return (headings, rows) => {
    const fields = rows.map((row) => row.map(shownCell));
    const widths = fittingWidths(headings, fields, terminal.width);
    return widths === undefined
      ? recordsText(headings, fields, terminal)
      : columnsText(headings, fields, widths, terminal);
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
  const natural = headings.map((_, column) => Math.max(...linesOf(column).map(stringWidth)));
  const least = headings.map((_, column) =>
    Math.max(...linesOf(column).flatMap((line) => line.split(' ').map(stringWidth))),
  );
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

/** Renders rows as columns, with empty lines between the rows if a row has several lines. */
function columnsText(
  headings: readonly string[],
  rows: readonly TableRow[],
  widths: readonly number[],
  { paint }: Terminal,
): string {
  const folded = rows.map((row) => row.map((cell, column) => foldedCell(cell, widths[column] ?? 0)));
  const hasTallRow = folded.some((row) => row.some(({ lines }) => lines.length > 1));
  const blocks = folded.map((row) => blockText(row, widths, paint));
  const heading = lineText(
    headings.map((text) => ({ lines: [text.toUpperCase()] })),
    0,
    widths,
    paint,
  );
  return `${paint.strong(heading)}\n${hasTallRow ? '\n' : ''}${blocks.join(hasTallRow ? '\n\n' : '\n')}\n`;
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

/** Renders each row as a block with a line for each field: its heading, then its lines. */
function recordsText(headings: readonly string[], rows: readonly TableRow[], terminal: Terminal): string {
  const labelWidth = Math.max(...headings.map(stringWidth));
  const records = rows.map((row) =>
    row
      .filter(({ lines }) => lines.some((line) => line !== ''))
      .map((cell) => fieldText(headings[row.indexOf(cell)] ?? '', labelWidth, cell, terminal)),
  );
  return `${records.map((fields) => fields.join('\n')).join('\n\n')}\n`;
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
