/** What AWS contains, compared with the declaration. */
export interface LiveSection {
  /** One line for each difference. */
  readonly differences: readonly string[];
  /** One line for each value that could not be read, with the reason. */
  readonly unreadable: readonly string[];
}
