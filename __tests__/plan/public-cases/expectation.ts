import type { Severity } from '../../../src/plan/rule';

/**
 * Something that a review reports. With `rule` or `severity`, one finding that has all of these; `text` is then
 * searched in its address, message, help and code. With `text` alone, one line of the text report.
 */
export interface Expectation {
  readonly rule?: string;
  readonly severity?: Severity | readonly Severity[];
  readonly text?: RegExp;
}

/** A plan from a public report: what its review must and must not report. `expected.md` in its folder has the reasons. */
export interface PublicCase {
  readonly folder: string;
  readonly must: readonly Expectation[];
  readonly mustNot: readonly Expectation[];
  /** Of many resources alike: the longest text report that is still read. */
  readonly mostLines?: number;
}

export const GRAVE: readonly Severity[] = ['error', 'warning'];

/** False wherever a plan changes anything. */
export const NOTHING_CHANGES: Expectation = { text: /nothing changes/i };

/** False wherever access, images or what happens to images changes. */
export const HARMLESS: Expectation = { text: /nothing changes|neither images nor access/i };

export const NO_ERROR: Expectation = { severity: 'error' };
export const NO_WARNING: Expectation = { severity: GRAVE };
export const NOT_PUBLIC: Expectation = { rule: 'public-access', severity: 'error' };
