import type { Address } from './resources/planned';
import type { Reviewed, Subject } from './reviewed';
import type { Severity } from './rule';
import type { SourcePlace, Suppression } from './settings';

/** A problem found in a plan. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Undefined where it is about a suppression. */
  readonly at: Address | undefined;
  readonly subject: Subject | undefined;
  readonly message: string;
  readonly help: string;
  /** HCL to paste, several lines, after `help`; undefined where there is none. */
  readonly code?: string | undefined;
  /** The line that declares the thing, or the suppression; undefined where no declaration was given, or it says nothing. */
  readonly place: SourcePlace | undefined;
  /** Who accepts it, and why; undefined where nobody does. */
  readonly suppressedBy: Suppression | undefined;
}

/** What a check says: what changes, and what is wrong with it. */
export interface CheckResult {
  readonly reviewed: Reviewed;
  /** Worst first, then by plan and address, then by rule. Accepted ones too. */
  readonly findings: readonly Finding[];
}
