import { firstLines } from './text.first-lines';
import { printable } from './text';

/** Maximum number of lines of a field. JSON and CSV output is not limited. */
const MAX_FIELD_LINES = 8;

/** The lines of each column. */
export type TableRow = readonly (readonly string[])[];

/** Renders a table for a terminal, with empty lines between the rows if a row has several lines. */
export function columnsText(headings: readonly string[], rows: readonly TableRow[]): string {
  const fields = rows.map((row) => row.map((lines) => firstLines(lines.map(printable), MAX_FIELD_LINES)));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...fields.flatMap((row) => row[column] ?? []).map((line) => line.length)),
  );
  const hasTallRow = fields.some((row) => row.some(({ length }) => length > 1));
  const blocks = fields.map((row) => blockText(row, widths));
  return `${lineText(headings, widths)}\n${hasTallRow ? '\n' : ''}${blocks.join(hasTallRow ? '\n\n' : '\n')}\n`;
}

function blockText(row: TableRow, widths: readonly number[]): string {
  const height = Math.max(...row.map(({ length }) => length));
  const lines = Array.from({ length: height }, (_, line) => row.map((field) => field[line] ?? ''));
  return lines.map((line) => lineText(line, widths)).join('\n');
}

function lineText(texts: readonly string[], widths: readonly number[]): string {
  return texts
    .map((text, column) => text.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}
