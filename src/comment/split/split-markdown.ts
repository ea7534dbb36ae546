import { readLines, type MarkdownLine, type OpenBlock } from './open-blocks';
import { isCharacterBoundary, type TextLimit } from './text-length';

/**
 * Splits Markdown into texts of at most the given length. Splits between sections if possible, otherwise between
 * blocks, lines, or in a line that is too long. Blocks that are open there are closed, and reopened in the next text.
 */
export function splitMarkdown(text: string, limit: TextLimit): readonly string[] {
  const lines = readLines(
    text
      .trimEnd()
      .split('\n')
      .flatMap((line) => cutLine(line, limit)),
  );
  const parts: string[] = [];
  for (let start = 0; start < lines.length;) {
    const end = findEnd(lines, start, limit);
    parts.push(partText(lines, start, end, limit));
    start = end;
  }
  return parts;
}

/** A line, the blocks before it and the blocks after it fit together. */
const MAX_SHARE_OF_LINE = 1 / 4;
const MAX_SHARE_OF_BLOCKS = 1 / 3;

/** A part that is split at a better position has at least this share of the limit. */
const MIN_SHARE_OF_PART = 1 / 2;

/** Returns the index after the last line of a part. */
function findEnd(lines: readonly MarkdownLine[], start: number, limit: TextLimit): number {
  const { max, lengthOf } = limit;
  let length = lengthOf(linesText(reopenLines(blocksBefore(lines, start, limit))));
  let last = start + 1;
  let lastOfShort: number | undefined;
  let best: { readonly end: number; readonly rank: number } | undefined;
  for (const [index, { text }] of [...lines.entries()].slice(start)) {
    length += lengthOf(`${text}\n`);
    if (length > max) break;
    const end = index + 1;
    const next = lines[end];
    if (next === undefined) return end;
    if (length + lengthOf(linesText(closeLines(blocksBefore(lines, end, limit)))) > max) continue;
    last = end;
    if (next.rank === undefined) continue;
    if (length < max * MIN_SHARE_OF_PART) lastOfShort = end;
    else if (best === undefined || next.rank <= best.rank) best = { end, rank: next.rank };
  }
  return best?.end ?? lastOfShort ?? last;
}

function partText(lines: readonly MarkdownLine[], start: number, end: number, limit: TextLimit): string {
  const content = lines
    .slice(start, end)
    .map(({ text }) => `${text}\n`)
    .join('')
    .replace(/\s+$/, '\n');
  const reopened = linesText(reopenLines(blocksBefore(lines, start, limit)));
  return `${reopened}${content}${linesText(closeLines(blocksBefore(lines, end, limit)))}`;
}

/** Returns the blocks that are open before a line, without the inner ones if repeating them would leave no room. */
function blocksBefore(
  lines: readonly MarkdownLine[],
  index: number,
  { max, lengthOf }: TextLimit,
): readonly OpenBlock[] {
  const open = lines[index]?.open ?? [];
  let room = max * MAX_SHARE_OF_BLOCKS;
  const tooLong = open.findIndex((block) => {
    room -= lengthOf(linesText([...block.reopen, ...block.close]));
    return room < 0;
  });
  return tooLong < 0 ? open : open.slice(0, tooLong);
}

function reopenLines(blocks: readonly OpenBlock[]): readonly string[] {
  return blocks.flatMap(({ reopen }) => reopen);
}

function closeLines(blocks: readonly OpenBlock[]): readonly string[] {
  return [...blocks].reverse().flatMap(({ close }) => close);
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Cuts a line that is too long for a part: after a space if possible. */
function cutLine(line: string, { max, lengthOf }: TextLimit): readonly string[] {
  const maxLength = max * MAX_SHARE_OF_LINE;
  if (lengthOf(line) <= maxLength) return [line];
  const indent = (/^\s*/.exec(line)?.[0] ?? '').slice(0, maxLength / 4);
  const pieces: string[] = [];
  let rest = line;
  while (lengthOf(rest) > maxLength) {
    const end = cutPosition(rest, { max: maxLength - 2, lengthOf }, indent.length);
    pieces.push(`${rest.slice(0, end)}…`);
    // The mark also keeps a text such as '/close' from the start of a line, where GitLab would execute it.
    rest = `${indent}…${rest.slice(end)}`;
  }
  return [...pieces, rest];
}

/** Returns the offset of the last space that fits, or of the last character. */
function cutPosition(text: string, { max, lengthOf }: TextLimit, indent: number): number {
  let low = indent + 1;
  let high = Math.min(text.length - 1, Math.floor(max));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (lengthOf(text.slice(0, middle)) <= max) low = middle;
    else high = middle - 1;
  }
  const space = text.lastIndexOf(' ', low) + 1;
  if (space > Math.max(low / 2, indent + 2)) return Math.min(space, low);
  return isCharacterBoundary(text, low) ? low : low - 1;
}
