import type { Severity } from './rule';

/** The settings of plan checks: the section `checks` of the declaration, or a separate file. */
export interface CheckSettings {
  /** By rule ID. A rule without an entry uses its defaults. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** In the order of the file. */
  readonly suppressions: readonly Suppression[];
}

export interface RuleSetting {
  readonly severity: Severity | 'off' | undefined;
  /** Only the options that are set. The schema has validated their types. */
  readonly options: Readonly<Record<string, boolean | number | readonly string[]>>;
}

/** An entry of `suppressions`: accepts the findings of one rule at matching addresses. */
export interface Suppression {
  readonly rule: string;
  /** A Terraform address; `*` matches any text. */
  readonly address: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which the suppression applies, in UTC; undefined if it does not expire. */
  readonly expires: string | undefined;
  /** The position of the entry, for findings about the suppression. */
  readonly place: SourcePosition;
}

/** A position in a file of the user. Line and column are 1-based. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const DEFAULT_CHECKS: CheckSettings = { rules: {}, suppressions: [] };
