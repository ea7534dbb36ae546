import type { Finding } from '../../lint/rule.finding';
import type { Severity } from '../../lint/rule';
import { count } from '../format/text.count';
import { groupFindings, countItems } from './findings.alike';

/** The lowest severity that makes a check fail. */
export const FAIL_ON = ['error', 'warning', 'note', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Number of findings of each severity, and number of suppressed findings. */
export type Counts = Readonly<Record<Severity | 'suppressed', number>>;

export function countsOf(findings: readonly Finding[]): Counts {
  const active = activeFindings(findings);
  const ofSeverity = (severity: Severity) => active.filter((each) => each.severity === severity).length;
  return {
    error: ofSeverity('error'),
    warning: ofSeverity('warning'),
    note: ofSeverity('note'),
    suppressed: findings.length - active.length,
  };
}

export function activeFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ suppressedBy }) => suppressedBy === undefined);
}

const RANKS: Readonly<Record<FailOn, number>> = { never: 0, error: 1, warning: 2, note: 3 };

/** Returns whether the check fails: a finding that is not suppressed has at least the given severity. */
export function hasFailed(findings: readonly Finding[], failOn: FailOn): boolean {
  return activeFindings(findings).some(({ severity }) => RANKS[severity] <= RANKS[failOn]);
}

/** Returns, for example, `2 errors, 1 warning on 200 resources, 3 suppressed` or `no findings`. */
export function countsText(findings: readonly Finding[]): string {
  const groups = groupFindings(activeFindings(findings));
  const { suppressed } = countsOf(findings);
  const counted = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const { items, findings: all } = countItems(groups, severity);
    if (items === 0) return [];
    const text = count(items, severity, `${severity}s`);
    return all === items ? text : `${text} on ${all} resources`;
  });
  return [
    ...(counted.length === 0 ? ['no findings'] : counted),
    ...(suppressed === 0 ? [] : [`${suppressed} suppressed`]),
  ].join(', ');
}
