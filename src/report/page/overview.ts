/** What the first view shows. */
export interface Overview {
  /** Such as `4 registries` in `3 accounts`. */
  readonly counts: readonly OverviewCount[];
  /** What to look at first, the most serious first. */
  readonly highlights: readonly Highlight[];
}

export interface OverviewCount {
  readonly label: string;
  readonly number: number;
  /** The view that lists them, as a hash such as `#/policies`. */
  readonly link: string;
}

export interface Highlight {
  readonly tone: 'danger' | 'caution' | 'note';
  readonly title: string;
  readonly text: string;
  /** The place in the page, as a hash such as `#/access?caller=…`. */
  readonly link: string;
  /** The line of the declaration. */
  readonly line: number | undefined;
}
