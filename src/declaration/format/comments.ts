import { CST, Lexer, LineCounter } from 'yaml';

/** A comment of a YAML text. */
export interface Comment {
  /** With `#`, without white space at the end. */
  readonly text: string;
  /** The offset of `#`. */
  readonly start: number;
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly isOnOwnLine: boolean;
  /** Whether the line before is empty. */
  readonly isAfterBlankLine: boolean;
}

/** The positions of offsets in a text. */
export class TextLines {
  private readonly counter = new LineCounter();

  public constructor(public readonly text: string) {
    this.counter.addNewLine(0);
    for (const { index } of text.matchAll(/\n/g)) this.counter.addNewLine(index + 1);
  }

  public line(offset: number): number {
    return this.counter.linePos(offset).line;
  }

  public column(offset: number): number {
    return this.counter.linePos(offset).col;
  }

  /** Returns whether only white space precedes the offset on its line. */
  public isFirstOnLine(offset: number): boolean {
    return this.text.slice(this.start(this.line(offset)), offset).trim() === '';
  }

  /** Returns whether the offset is the first on its line, and the line before is empty. */
  public isAfterBlankLine(offset: number): boolean {
    const line = this.line(offset);
    if (line < 2 || !this.isFirstOnLine(offset)) return false;
    return this.text.slice(this.start(line - 1), this.start(line)).trim() === '';
  }

  /** Returns the offset of the first character of a line. */
  private start(line: number): number {
    return this.counter.lineStarts[line - 1] ?? 0;
  }
}

/**
 * Returns every comment in the order of the text. The `yaml` package moves comments to nodes, and some of them to a node
 * that they do not belong to.
 */
export function findComments(lines: TextLines): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(lines.text)) {
    if (!isScalar && MARKERS.has(lexeme)) {
      isScalar = lexeme === CST.SCALAR;
      continue;
    }
    if (!isScalar && lexeme.startsWith('#')) comments.push(commentAt(lines, offset, lexeme));
    isScalar = false;
    offset += lexeme.length;
  }
  return comments;
}

/** Lexemes that are not in the text. CST.SCALAR precedes a scalar, which may contain any of these characters. */
const MARKERS: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function commentAt(lines: TextLines, start: number, source: string): Comment {
  return {
    text: source.trimEnd(),
    start,
    line: lines.line(start),
    column: lines.column(start),
    isOnOwnLine: lines.isFirstOnLine(start),
    isAfterBlankLine: lines.isAfterBlankLine(start),
  };
}
