import type { Span } from './span';

/** Where a node stands, worked out when it is asked for: most nodes of a file are never pointed at. */
export class LazySpan implements Span {
  private found: Span | undefined = undefined;

  /** @param spanOf what finds it, from the offsets in the text */
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
    return (this.found ??= this.spanOf(this.start, this.stop));
  }
}
