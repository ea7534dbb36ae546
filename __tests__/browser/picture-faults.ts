/** Which elements of a picture are what, as CSS selectors. */
export interface PictureParts {
  readonly node: string;
  readonly title: string;
  readonly label: string;
  readonly arrow: string;
}

/** What is wrong with a picture, as sentences, and what was measured, so that a test cannot pass with nothing. */
export interface Measured {
  readonly faults: readonly string[];
  readonly counts: { readonly texts: number; readonly nodes: number; readonly arrows: number };
  /** The height in pixels of the smallest text. */
  readonly smallestText: number;
}
