/** What the shell offers for the word at the cursor. */
export type Answer =
  | { readonly kind: 'candidates'; readonly candidates: readonly Candidate[] }
  /** The shell completes files and folders itself, because only it knows its quotes, `~` and variables. */
  | { readonly kind: 'files' | 'folders' };

export interface Candidate {
  /** The whole word, not only the missing part. */
  readonly word: string;
  /** Empty if the word explains itself. */
  readonly description: string;
}

/** The names of a declaration that options accept. */
export interface Names {
  readonly registries: readonly string[];
  readonly repositories: readonly string[];
  /** ARNs and service names, for `--as`. */
  readonly callers: readonly string[];
}
