/** Where in a text, both 1-based, columns in UTF-16 units as editors count them. `end` is the column after. */
export interface Span {
  readonly line: number;
  readonly column: number;
  /** On the same line; a span of several lines ends with its first. */
  readonly end: number;
}

export const START: Span = { line: 1, column: 1, end: 1 };
