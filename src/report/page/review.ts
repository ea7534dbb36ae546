import type { Severity } from '../../lint/rule';

/** The review of the plans of `--plan`. */
export interface ReviewSection {
  readonly plans: readonly string[];
  readonly hasFailed: boolean;
  /** One sentence: what changes. */
  readonly headline: string;
  /** Such as `2 errors, 1 warning`. */
  readonly counts: string;
  readonly changes: readonly ChangeGroup[];
  readonly findings: readonly ReviewFinding[];
}

interface ChangeGroup {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly isCritical: boolean }[];
}

export interface ReviewFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help: string;
  readonly code: string | undefined;
  readonly plan: string | undefined;
  readonly address: string | undefined;
  /** The place in the declaration, such as `topology.yaml:13:5`. */
  readonly place: string | undefined;
  readonly suppressed: { readonly reason: string; readonly expires: string | undefined } | undefined;
}
