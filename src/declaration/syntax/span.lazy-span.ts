import type { Span } from './span';

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
