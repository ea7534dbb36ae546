import type { Scalar } from 'yaml';

/** Where each line of a literal block (`|`) stands in a text, from its first character on; undefined for other values. */
export function literalLines(
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
