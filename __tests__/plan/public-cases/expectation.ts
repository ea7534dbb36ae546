import type { Severity } from '../../../src/lint/rule';

/**
 * A part of a review. With `rule` or `severity`, it is a finding that has all given properties, and `text` matches its
 * address, message, help or code. With only `text`, it is a line of the text report.
 */
export interface Expectation {
  readonly rule?: string;
  readonly severity?: Severity | readonly Severity[];
  readonly text?: RegExp;
}

/** A plan from a public report, with what its review must and must not report. `expected.md` in its folder has the reasons. */
export interface PublicCase {
  readonly folder: string;
  readonly must: readonly Expectation[];
  readonly mustNot: readonly Expectation[];
  /** The maximum number of lines of the text report, for a plan with many similar resources. */
  readonly mostLines?: number;
}

export const ERROR_OR_WARNING: readonly Severity[] = ['error', 'warning'];

/** Wrong for every plan that changes anything. */
export const NOTHING_CHANGES: Expectation = { text: /nothing changes/i };

/** Wrong for every plan that changes access, images or settings that affect images. */
export const HARMLESS: Expectation = { text: /nothing changes|neither images nor access/i };

export const NO_ERROR: Expectation = { severity: 'error' };
export const NO_WARNING: Expectation = { severity: ERROR_OR_WARNING };
export const NOT_PUBLIC: Expectation = { rule: 'public-access', severity: 'error' };
