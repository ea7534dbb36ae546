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
