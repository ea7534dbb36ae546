/** Returns the first lines, and the number of lines left out. */
export function firstLines(lines: readonly string[], max: number): readonly string[] {
  // A line that says "1 more" is not shorter than the line that it replaces.
  if (lines.length <= max + 1) return lines;
  return [...lines.slice(0, max), `… and ${lines.length - max} more`];
}
