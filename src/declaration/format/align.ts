/** An entry whose value is a mapping in braces on one line. */
export interface Row {
  /** `name:`, or `-` in a list. */
  readonly prefix: string;
  readonly keys: readonly string[];
  /** `key: value` for each key. */
  readonly cells: readonly string[];
}

/**
 * Returns the lines of consecutive rows, with their braces below each other. If consecutive rows have the same keys, the
 * keys are below each other too.
 *
 * @param width of the longest line. Rows are not aligned if a line would be longer.
 */
export function alignRows(rows: readonly Row[], width: number): readonly string[] {
  const prefixWidth = Math.max(...rows.map(({ prefix }) => prefix.length));
  const lines = groupByKeys(rows).flatMap((group) => {
    const widths = columnWidths(group);
    return group.map((row) => rowText(row, prefixWidth, widths));
  });
  return lines.some(({ length }) => length > width) ? rows.map((row) => rowText(row)) : lines;
}

/** Returns the line of a row. Without widths it is not aligned. */
function rowText({ prefix, cells }: Row, prefixWidth = 0, widths: readonly number[] = []): string {
  const texts = cells.map((cell, index) =>
    index === cells.length - 1 ? cell : `${cell},`.padEnd((widths[index] ?? 0) + 1),
  );
  return `${prefix.padEnd(prefixWidth)} { ${texts.join(' ')} }`;
}

/** Splits the rows where the keys change. */
function groupByKeys(rows: readonly Row[]): readonly (readonly Row[])[] {
  const groups: Row[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    const hasSameKeys = group?.[0]?.keys.join() === row.keys.join();
    if (group !== undefined && hasSameKeys) group.push(row);
    else groups.push([row]);
  }
  return groups;
}

function columnWidths(group: readonly Row[]): readonly number[] {
  return (group[0]?.cells ?? []).map((_, index) =>
    Math.max(...group.map(({ cells }) => cells[index]?.length ?? 0)),
  );
}
