import type { RuleId } from '../../../src/plan/rules';
import type { Severity } from '../../../src/plan/rule';

/** What somebody did, planned by the real Terraform, and everything that must be found in it. */
export interface GenuineCase {
  /** In `__tests__/fixtures/plans`. A `topology.yaml` in it is the declaration beside the plans. */
  readonly folder: string;
  /** What somebody did. */
  readonly did: string;
  /** Folders in it, where the case is about several plans. */
  readonly plans?: readonly string[];
  /** Rule and address, and before it the plan where there are several. Nothing else may be found. */
  readonly found: readonly `${RuleId} ${string}`[];
  /** Rules that look at something in it, and must find nothing. */
  readonly passes: readonly RuleId[];
  /** What is said of it must name: the cause, and the mend. */
  readonly says?: Readonly<Partial<Record<RuleId, readonly (string | RegExp)[]>>>;
  /** Severities that are not the default. */
  readonly severities?: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /** What provider 5.100.0 cannot plan, and the script therefore edited. */
  readonly edited?: string;
}
