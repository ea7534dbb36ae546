import { LineCounter } from 'yaml';
import type { Span } from './span';

/** Returns a function that computes positions in a text. It counts the lines when it is first called. */
export function lazySpans(text: string): (start: number, end: number) => Span {
  let lines: LineCounter | undefined;
  return (start, end) => spanIn(text, (lines ??= countLines(text)), start, end);
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return lines;
}

/**
 * Returns the position of a part of a text.
 *
 * @param lines the lines of the text
 */
export function spanIn(text: string, lines: LineCounter, start: number, end: number): Span {
  const { line, col } = lines.linePos(Math.max(0, Math.min(start, text.length)));
  const first = { line: Math.max(1, line), column: Math.max(1, col) };
  const lineEnd = text.indexOf('\n', start);
  const onFirstLine = text.slice(start, lineEnd === -1 ? end : Math.min(end, lineEnd));
  return { ...first, end: first.column + onFirstLine.trimEnd().length };
}
