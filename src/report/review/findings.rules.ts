import type { Finding } from '../../lint/rule.finding';
import type { Rule } from '../../lint/rule';
import { RULES } from '../../lint/plan/rules';
import { SUPPRESSION_RULES } from '../../lint/plan/check.suppressions';

/** The parts of a rule that a report contains. */
export type RuleInReport = Pick<Rule, 'doc' | 'id' | 'severity' | 'why'>;

/** Returns all rules in the order of the documentation, then rules that only the findings contain. */
export function rulesInReport(findings: readonly Finding[]): readonly RuleInReport[] {
  const known: readonly RuleInReport[] = [...RULES, ...SUPPRESSION_RULES];
  const ids = new Set(known.map(({ id }) => id));
  const others = [...new Set(findings.map(({ rule }) => rule))].filter((id) => !ids.has(id)).sort();
  return [...known, ...others.map((id): RuleInReport => ({ id, severity: 'warning', doc: id, why: '' }))];
}
