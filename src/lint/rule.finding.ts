import type { Address } from '../plan/model/planned-resource';
import type { PlanReview, Subject } from '../plan/review/review.reviewed';
import type { Severity } from './rule';
import type { SourcePosition, Suppression } from './rule.settings';

/** A problem found in a plan. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** Undefined if the finding is about a suppression. */
  readonly at: Address | undefined;
  readonly subject: Subject | undefined;
  readonly message: string;
  readonly help: string;
  /** HCL to paste, several lines, printed after `help`. */
  readonly code?: string | undefined;
  /** The line that declares the subject or the suppression; undefined without a declaration, or if it does not declare the subject. */
  readonly place: SourcePosition | undefined;
  /** The suppression that accepts the finding, if any. */
  readonly suppressedBy: Suppression | undefined;
}

/** The result of `checkPlans`: the changes, and the problems found in them. */
export interface CheckResult {
  readonly reviewed: PlanReview;
  /** Sorted by severity, plan, address and rule. Includes suppressed findings. */
  readonly findings: readonly Finding[];
}
