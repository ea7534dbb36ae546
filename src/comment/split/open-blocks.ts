/** A block of Markdown that continues after a line break. A text that is split there must close and reopen it. */
export interface OpenBlock {
  readonly kind: 'details' | 'fence' | 'item' | 'table';
  /** The lines that start the block again. */
  readonly reopen: readonly string[];
  /** The lines that end the block. */
  readonly close: readonly string[];
  /** Columns of white space before the content. */
  readonly indent: number;
}

/** A line of Markdown, and what splitting the text before it means. */
export interface MarkdownLine {
  readonly text: string;
  /** The blocks that are open before the line, the outermost first. */
  readonly open: readonly OpenBlock[];
  /** How well the text can be split before this line: 0 is best. Undefined: the lines belong together. */
  readonly rank: number | undefined;
}

const RANKS = { section: 0, topItem: 1, block: 2, row: 3, line: 4, code: 5 } as const;

/** Returns the lines of a Markdown text with their open blocks. */
export function readLines(texts: readonly string[]): readonly MarkdownLine[] {
  const reader = new LineReader(texts);
  return texts.map((_, index) => reader.read(index));
}

const FENCE = /^(\s*)(`{3,}|~{3,})(.*)$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)\S/;
const HEADING = /^#{1,6}\s/;
const DETAILS = /^\s*<details\b/i;
const DETAILS_END = /<\/details>/i;
/** The first line of a list item is repeated if it is short, such as the title of a finding. */
const MAX_REPEATED = 200;

const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;

/** Reads the lines in their order. */
class LineReader {
  private open: readonly OpenBlock[] = [];
  /** Lines before this one belong to the head of a block and are never separated from it. */
  private headEnd = 0;

  public constructor(private readonly texts: readonly string[]) {}

  public read(index: number): MarkdownLine {
    const text = this.textAt(index);
    const innermost = this.open.at(-1);
    if (innermost?.kind === 'fence') return this.readCode(text, innermost, index);
    if (text.trim() === '') return this.readEmpty(text);
    this.endBlocks(text);
    const isHead = index < this.headEnd;
    const line = { text, open: this.open, rank: isHead ? undefined : this.rankOf(text, index) };
    if (!isHead) this.startBlocks(text, index);
    return line;
  }

  private textAt(index: number): string {
    return this.texts[index] ?? '';
  }

  private readCode(text: string, fence: OpenBlock, index: number): MarkdownLine {
    const [, , marks = '', rest = ''] = FENCE.exec(text) ?? [];
    const [opening = ''] = fence.close;
    const isEnd = marks !== '' && rest.trim() === '' && marks.startsWith(opening.trim());
    const rank = isEnd || index < this.headEnd ? undefined : RANKS.code;
    const line = { text, open: this.open, rank };
    if (isEnd) this.open = this.open.slice(0, -1);
    return line;
  }

  /** An empty line stays at the end of the block before it, where it can be left out. */
  private readEmpty(text: string): MarkdownLine {
    if (this.open.at(-1)?.kind === 'table') this.open = this.open.slice(0, -1);
    return { text, open: this.open, rank: undefined };
  }

  /** Ends the list items and the table that a line is not part of. */
  private endBlocks(text: string): void {
    const indent = indentOf(text);
    for (let last = this.open.at(-1); last !== undefined; last = this.open.at(-1)) {
      const isEnd =
        (last.kind === 'item' && indent < last.indent) || (last.kind === 'table' && !text.includes('|'));
      if (!isEnd) return;
      this.open = this.open.slice(0, -1);
    }
  }

  private rankOf(text: string, index: number): number | undefined {
    const isAfterEmptyLine = index === 0 || this.textAt(index - 1).trim() === '';
    if (DETAILS_END.test(text) && !DETAILS.test(text)) return undefined;
    if (this.open.at(-1)?.kind === 'table') return RANKS.row;
    if (this.isAfterHeading(index)) return undefined;
    const isInDetailsOnly = this.open.every(({ kind }) => kind === 'details');
    if (HEADING.test(text) && isInDetailsOnly) return RANKS.section;
    if (ITEM.test(text)) return isInDetailsOnly ? RANKS.topItem : RANKS.block;
    if (!isAfterEmptyLine) return RANKS.line;
    return this.open.length === 0 ? RANKS.section : RANKS.block;
  }

  /** A heading at the end of a comment would have no content. */
  private isAfterHeading(index: number): boolean {
    let before = index - 1;
    while (before >= 0 && this.textAt(before).trim() === '') before -= 1;
    return before >= 0 && HEADING.test(this.textAt(before));
  }

  private startBlocks(text: string, index: number): void {
    const [, fenceIndent = '', marks = ''] = FENCE.exec(text) ?? [];
    const [, itemIndent = '', bullet = '', space = ''] = ITEM.exec(text) ?? [];
    if (marks !== '') {
      this.add({ kind: 'fence', reopen: [text], close: [`${fenceIndent}${marks}`] }, text);
      this.headEnd = index + 2;
    } else if (DETAILS.test(text)) {
      if (!DETAILS_END.test(text)) this.startDetails(text, index);
    } else if (DETAILS_END.test(text)) {
      this.endDetails();
    } else if (bullet !== '') {
      const start =
        text.length <= MAX_REPEATED ? `${text.trimEnd()} (continued)` : `${itemIndent}${bullet} …`;
      const indent = itemIndent.length + bullet.length + Math.min(space.length, 4);
      this.open = [...this.open, { kind: 'item', reopen: [start, ''], close: [], indent }];
    } else if (text.includes('|') && TABLE_RULE.test(this.textAt(index + 1))) {
      this.add({ kind: 'table', reopen: [text, this.textAt(index + 1)], close: [] }, text);
      this.headEnd = index + 3;
    }
  }

  private startDetails(text: string, index: number): void {
    const summaryEnd = [index, index + 1, index + 2].find((at) => /<\/summary>/i.test(this.textAt(at)));
    const head = this.texts.slice(index, (summaryEnd ?? index) + 1);
    const reopen = head.map((line) => line.replace(/<\/summary>/i, ' (continued)$&'));
    const indent = ' '.repeat(indentOf(text));
    this.add({ kind: 'details', reopen: [...reopen, ''], close: ['', `${indent}</details>`] }, text);
    this.headEnd = index + head.length;
  }

  private endDetails(): void {
    const last = this.open.findLastIndex(({ kind }) => kind === 'details');
    if (last >= 0) this.open = this.open.slice(0, last);
  }

  private add(block: Omit<OpenBlock, 'indent'>, text: string): void {
    this.open = [...this.open, { ...block, indent: indentOf(text) }];
  }
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
