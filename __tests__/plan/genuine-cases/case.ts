import type { RuleId } from '../../../src/lint/plan/rules';
import type { Severity } from '../../../src/lint/rule';

/** A plan of the real Terraform, and all findings that its review must have. */
export interface GenuineCase {
  /** In `__tests__/fixtures/plans`. May contain a `topology.yaml` with the declaration. */
  readonly folder: string;
  /** What the author of the plan did. Follows "a real Terraform plan whose author". */
  readonly title: string;
  /** Subfolders, if the case has several plans. */
  readonly plans?: readonly string[];
  /** Rule and address, with the plan before the address if there are several. Other findings fail the test. */
  readonly found: readonly `${RuleId} ${string}`[];
  /** Rules that evaluate a resource of the plan, and must not report it. */
  readonly passes: readonly RuleId[];
  /** Texts that the findings of a rule must contain: the cause and the fix. */
  readonly mentions?: Readonly<Partial<Record<RuleId, readonly (string | RegExp)[]>>>;
  /** Severities that differ from the default. */
  readonly severities?: Readonly<Partial<Record<RuleId, Severity | 'off'>>>;
  /** Values that provider 5.100.0 cannot plan, so that the script edited the plan. */
  readonly edited?: string;
}
