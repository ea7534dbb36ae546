/** The first ones, each on a line, and how many more there are. */
export function firstLines(lines: readonly string[], most: number): readonly string[] {
  // One line that says that there is one more is no shorter than that one.
  if (lines.length <= most + 1) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more`];
}
