import { firstLines } from '../first-lines';
import { printable } from '../printable';
import { mayLines, type AccessRow } from './rows';

/** Lines of one field that a person reads; the other formats have all. */
const MOST_LINES = 8;

const HEADINGS = ['CALLER', 'MAY', 'REGISTRY', 'REPOSITORIES', 'ANSWER'] as const;

/** The matrix for a terminal: columns, one row of several lines for whatever has the same answer. */
export function accessText(rows: readonly AccessRow[]): string {
  if (rows.length === 0) return 'No policy or rule of the topology names anybody.\n';
  const fields = rows.map(fieldsOf);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...fields.flatMap((row) => row[column] ?? []).map((line) => line.length)),
  );
  const isTall = fields.some((row) => row.some(({ length }) => length > 1));
  const blocks = fields.map((row) => blockText(row, widths));
  return `${lineText(HEADINGS, widths)}\n${isTall ? '\n' : ''}${blocks.join(isTall ? '\n\n' : '\n')}\n`;
}

type Fields = readonly (readonly string[])[];

function fieldsOf(row: AccessRow): Fields {
  const { callers, registries, repositories, answer } = row;
  const lists = [callers, mayLines(row), registries, repositories, [answer]];
  return lists.map((list) => firstLines(list.map(printable), MOST_LINES));
}

function blockText(row: Fields, widths: readonly number[]): string {
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
