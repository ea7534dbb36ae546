import type { Tone } from '../format/terminal';

/** What the server of `serve` sends to the page: at the start of a connection, and after each change. */
export interface ServedState {
  /** The version of the page. An open page with another version reloads. */
  readonly version: string;
  /** Undefined if the page shows the files as they are now. */
  readonly problems: ServedProblems | undefined;
}

/** Why the page could not be built from the files. */
export interface ServedProblems {
  /** Such as `topology.yaml: 2 errors`. */
  readonly title: string;
  /** The text that `validate` prints. */
  readonly text: readonly TonedText[];
}

export interface TonedText {
  readonly tone: Tone | undefined;
  readonly text: string;
}
