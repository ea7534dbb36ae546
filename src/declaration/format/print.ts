import { alignRows, type Row } from './align';
import type { Comment } from './comments';
import { flowMembers, flowText } from './flow';
import type { Collection, Entry } from './layout';
import { blockScalarLines, scalarText } from './scalars';

/** The longest line of a collection in brackets. A longer one is written with one entry on each line. */
const MAX_WIDTH = 120;

/** A declaration with its comments, in the order in which it is printed. */
export interface FileLayout {
  /** The comments about the whole file. */
  readonly header: readonly Comment[];
  /** Whether an empty line follows the header. */
  readonly isHeaderSeparate: boolean;
  readonly root: Collection;
  /** The text of the file that was read. */
  readonly source: string;
}

/** Prints a declaration, with an empty line before each section. */
export function printFile({ header, isHeaderSeparate, root, source }: FileLayout): string {
  const printer = new Printer(source);
  const sections = printer
    .entries(root, MAX_WIDTH)
    .map((blocks, index) => withEmptyLine(blocks, index > 0 || isHeaderSeparate));
  const blocks = [...header.map(commentBlock), ...sections.flat(), ...root.below.map(commentBlock)];
  return `${join(blocks).join('\n')}\n`;
}

/** Lines that stay together. */
interface Block {
  readonly isAfterBlankLine: boolean;
  readonly lines: readonly string[];
}

class Printer {
  public constructor(private readonly source: string) {}

  /** Returns the blocks of each entry of a block collection: its comments, and the entry. */
  public entries(collection: Collection, width: number): readonly (readonly Block[])[] {
    const aligned = alignEntries(collection, width);
    return collection.entries.map((entry) => {
      const lines = this.entryLines(entry, aligned.get(entry), width);
      // The line of an entry has one comment; a second one would join it.
      const comments = [...entry.above, ...entry.sameLine.slice(0, -1)];
      return [...comments.map(commentBlock), { isAfterBlankLine: entry.isAfterBlankLine, lines }];
    });
  }

  private entryLines(entry: Entry, alignedLine: string | undefined, width: number): readonly string[] {
    const { key, value, sameLine } = entry;
    const prefix = prefixOf(entry);
    const comment = sameLine.at(-1)?.text;
    const withComment = (...texts: readonly string[]) =>
      [...texts, ...(comment === undefined ? [] : [comment])].filter((text) => text !== '').join(' ');

    if (alignedLine !== undefined) return [withComment(alignedLine)];
    const blockScalar = value.kind === 'leaf' && value.node && blockScalarLines(value.node, this.source);
    if (blockScalar) {
      const [header = '', ...contents] = blockScalar;
      return [withComment(prefix, header), ...indent(contents)];
    }
    if (value.kind === 'leaf') {
      return [withComment(prefix, value.node === undefined ? '' : scalarText(value.node, 'block'))];
    }
    const text = flowText(value);
    if (text !== undefined && (value.entries.length === 0 || fits(prefix, text, width))) {
      return [withComment(prefix, text)];
    }
    const nested = this.nestedLines(value, width - INDENT.length);
    const anchor = value.anchor === undefined ? '' : `&${value.anchor}`;
    const firstLine = withComment(prefix, anchor);
    // `- key: value` starts on the line of the dash.
    return key === undefined && firstLine === prefix
      ? onDashLine(prefix, nested)
      : [firstLine, ...indent(nested)];
  }

  private nestedLines(collection: Collection, width: number): readonly string[] {
    return join([...this.entries(collection, width).flat(), ...collection.below.map(commentBlock)]);
  }
}

function prefixOf({ key }: Entry): string {
  return key === undefined ? '-' : `${scalarText(key, 'block')}:`;
}

function onDashLine(dash: string, [first = '', ...rest]: readonly string[]): readonly string[] {
  // A comment on the line of the dash is read as the comment of the item, which no empty line follows.
  const following = first.startsWith('#') && rest[0] === '' ? rest.slice(1) : rest;
  return [`${dash} ${first}`, ...indent(following)];
}

function fits(prefix: string, text: string, width: number): boolean {
  return prefix.length + 1 + text.length <= width;
}

/** Returns the lines of entries that are aligned: mappings in braces, in a list or below names that the user chose. */
function alignEntries(collection: Collection, width: number): ReadonlyMap<Entry, string> {
  if (collection.kind === 'map' && !collection.hasUserNames) return new Map();
  const runs: { readonly entry: Entry; readonly row: Row }[][] = [[]];
  for (const entry of collection.entries) {
    const row = rowOf(entry, width);
    if (row === undefined || [...entry.above, entry].some(({ isAfterBlankLine }) => isAfterBlankLine)) {
      runs.push([]);
    }
    if (row !== undefined) runs.at(-1)?.push({ entry, row });
  }
  return new Map(
    runs.flatMap((run) => {
      const lines = alignRows(
        run.map(({ row }) => row),
        width,
      );
      return run.map(({ entry }, index) => [entry, lines[index] ?? ''] as const);
    }),
  );
}

function rowOf(entry: Entry, width: number): Row | undefined {
  const { value } = entry;
  if (value.kind !== 'map' || value.anchor !== undefined || value.entries.length === 0) return undefined;
  const text = flowText(value);
  const prefix = prefixOf(entry);
  if (text === undefined || !fits(prefix, text, width)) return undefined;
  return { prefix, keys: value.entries.map(({ name }) => name), cells: flowMembers(value) };
}

const INDENT = '  ';

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `${INDENT}${line}`));
}

function commentBlock({ text, isAfterBlankLine }: Comment): Block {
  return { isAfterBlankLine, lines: [text] };
}

function withEmptyLine([first, ...rest]: readonly Block[], isAfterBlankLine: boolean): readonly Block[] {
  return first === undefined ? [] : [{ ...first, isAfterBlankLine }, ...rest];
}

/** Keeps one empty line between blocks, and none at the start. */
function join(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap(({ isAfterBlankLine, lines }, index) =>
    isAfterBlankLine && index > 0 ? ['', ...lines] : lines,
  );
}
