import type { Scalar } from 'yaml';

/**
 * Returns the start and end offset of each line of a literal block (`|`), without indentation. Returns undefined for
 * other values.
 */
export function literalBlockLines(
  { type, range }: Scalar,
  text: string,
): readonly (readonly [start: number, end: number])[] | undefined {
  if (type !== 'BLOCK_LITERAL' || range === undefined || range === null) return undefined;
  const [header, ...lines] = text.slice(range[0], range[1]).split('\n');
  let next = range[0] + (header?.length ?? 0) + 1;
  return lines.map((line) => {
    const start = next;
    next += line.length + 1;
    return [start + line.length - line.trimStart().length, start + line.length];
  });
}
