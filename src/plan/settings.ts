import type { Severity } from './rule';

/** What the user wants of the checks: `checks` in the declaration, or a file of its own. */
export interface CheckSettings {
  /** By rule id; what is not named keeps its defaults. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** In the order they are written. */
  readonly suppressions: readonly Suppression[];
}

export interface RuleSetting {
  readonly severity: Severity | 'off' | undefined;
  /** Only those that are set, each of the kind the rule names. */
  readonly options: Readonly<Record<string, boolean | number | readonly string[]>>;
}

/** A finding that somebody accepts. */
export interface Suppression {
  readonly rule: string;
  /** A Terraform address; `*` stands for anything. */
  readonly address: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day it holds, in UTC; undefined: for good. */
  readonly expires: string | undefined;
  /** Where it is written, for a finding about it. */
  readonly place: SourcePlace;
}

/** A line of a file that the user wrote. Both 1-based. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export const DEFAULT_CHECKS: CheckSettings = { rules: {}, suppressions: [] };
