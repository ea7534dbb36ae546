import type { Finding } from '../../plan/finding';
import type { Rule } from '../../plan/rule';
import { RULES } from '../../plan/rules';
import { SUPPRESSION_RULES } from '../../plan/suppressions';

/** What a report says of a rule. */
export type RuleInReport = Pick<Rule, 'doc' | 'id' | 'severity' | 'why'>;

/** Every rule, in the order in which documents list them, and last those that only the findings know. */
export function rulesFor(findings: readonly Finding[]): readonly RuleInReport[] {
  const known: readonly RuleInReport[] = [...RULES, ...SUPPRESSION_RULES];
  const ids = new Set(known.map(({ id }) => id));
  const others = [...new Set(findings.map(({ rule }) => rule))].filter((id) => !ids.has(id)).sort();
  return [...known, ...others.map((id): RuleInReport => ({ id, severity: 'warning', doc: id, why: '' }))];
}
