/**
 * A position in a text, 1-based, with columns in UTF-16 code units as in editors. `end` is the column after the last
 * character.
 */
export interface Span {
  readonly line: number;
  readonly column: number;
  /** On the same line: a span of several lines ends with its first line. */
  readonly end: number;
}

export const START: Span = { line: 1, column: 1, end: 1 };

/** A span that is computed on first use, because most nodes of a file have no diagnostic. */
export class LazySpan implements Span {
  private cached: Span | undefined = undefined;

  /** @param spanOf computes the span from the offsets in the text */
  public constructor(
    private readonly start: number,
    private readonly stop: number,
    private readonly spanOf: (start: number, stop: number) => Span,
  ) {}

  public get line(): number {
    return this.span.line;
  }

  public get column(): number {
    return this.span.column;
  }

  public get end(): number {
    return this.span.end;
  }

  private get span(): Span {
    return (this.cached ??= this.spanOf(this.start, this.stop));
  }
}
