import { groupBy } from '../../base/collections';
import { count, formatList, quoteAll } from '../../base/text';
import { RULES } from '../../lint/plan/rules';
import type { Finding, Rule, Severity, SourcePosition, Suppression } from '../../lint/rule';
import { SUPPRESSION_RULES } from '../../lint/suppressions';

/** The lowest severity that makes a check fail. */
export const FAIL_ON = ['error', 'warning', 'note', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];
export const DEFAULT_FAIL_ON: FailOn = 'error';

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

/** Findings of one rule with the same fix, so that the fix is printed once. */
export interface FindingGroup {
  readonly rule: string;
  readonly severity: Severity;
  readonly findings: readonly [Finding, ...Finding[]];
  /** Sorted by number of resources, the smallest first, because a single different finding is easily overlooked. */
  readonly items: readonly FindingItem[];
  readonly help: string;
}

/** One finding, or several that differ only in the repository and the address. */
export interface FindingItem {
  readonly findings: readonly [Finding, ...Finding[]];
  /** The message of the first finding, with the names of the other repositories. */
  readonly message: string;
}

/** From this number on, findings that differ only in names are one item. */
const MIN_MERGED_FINDINGS = 5;

/** Returns the groups in the order of their first findings. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = groupBy(findings, (finding) =>
    JSON.stringify([finding.severity, finding.rule, maskNames(finding.help, finding)]),
  );
  return [...groups.values()].map((same) => {
    const [first] = same;
    const isSame = same.every(({ help }) => help === first.help);
    return {
      rule: first.rule,
      severity: first.severity,
      findings: same,
      items: itemsOf(same),
      help: isSame ? first.help : maskNames(first.help, first),
    };
  });
}

function itemsOf(findings: readonly Finding[]): readonly FindingItem[] {
  const byMessage = groupBy(findings, (finding) => maskNames(finding.message, finding));
  return [...byMessage.values()]
    .flatMap((same): readonly FindingItem[] =>
      same.length < MIN_MERGED_FINDINGS
        ? same.map((finding) => ({ findings: [finding], message: finding.message }))
        : [{ findings: same, message: mergedMessage(same) }],
    )
    .sort((a, b) => a.findings.length - b.findings.length);
}

const NAME_MASK = '<repository>';
const ADDRESS_MASK = '<address>';

/** Replaces the address and the repository name, so that messages about different resources compare equal. */
function maskNames(text: string, { at, subject }: Finding): string {
  const withoutAddress = at === undefined ? text : text.replaceAll(at.address, ADDRESS_MASK);
  const name = subject?.repository;
  return name === undefined ? withoutAddress : withoutAddress.replace(wholeNamePattern(name), NAME_MASK);
}

/** Matches the name, but not as part of a longer name. */
function wholeNamePattern(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w./-])${escaped}(?![\\w/-]|\\.\\w)`, 'g');
}

const MAX_LISTED_NAMES = 4;

function mergedMessage(same: readonly [Finding, ...Finding[]]): string {
  const [first] = same;
  const names = [...new Set(same.flatMap(({ subject }) => subject?.repository ?? []))];
  const addresses = [...new Set(same.flatMap(({ at }) => at?.address ?? []))];
  const others = (names.length > 1 ? names : addresses).slice(1);
  return others.length === 0
    ? first.message
    : `${first.message} The same applies to ${formatList(quoteAll(others), MAX_LISTED_NAMES)}.`;
}

/** Returns the number of items with a severity, and the number of their findings. */
function countItems(
  groups: readonly FindingGroup[],
  severity: Severity,
): { readonly items: number; readonly findings: number } {
  const ofSeverity = groups.filter((group) => group.severity === severity);
  return {
    items: ofSeverity.reduce((sum, { items }) => sum + items.length, 0),
    findings: ofSeverity.reduce((sum, { findings }) => sum + findings.length, 0),
  };
}

/** Returns the code to paste for all findings without duplicates, or undefined if there is none. */
export function codeToPaste(findings: readonly Finding[]): string | undefined {
  const codes = new Set(findings.flatMap(({ code }) => (code === undefined ? [] : [code.trimEnd()])));
  return codes.size === 0 ? undefined : [...codes].join('\n\n');
}

/** Returns, for example, `topology.yaml:13:5`. */
export function positionText({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

/**
 * Returns the resource address of a finding, with the plan if there are several, or undefined if it has no resource.
 */
export function addressText({ at }: Finding, plans: readonly string[]): string | undefined {
  if (at === undefined) return undefined;
  return plans.length > 1 ? `${at.address} (${at.plan})` : at.address;
}

/** Returns, for example, `known to the security team (until 2026-12-31)`. */
export function suppressionText({ reason, expires }: Suppression): string {
  return expires === undefined ? reason : `${reason} (until ${expires})`;
}

/** The parts of a rule that a report contains. */
export type RuleInReport = Pick<Rule, 'doc' | 'id' | 'severity' | 'why'>;

/** Returns all rules in the order of the documentation, then rules that only the findings contain. */
export function rulesInReport(findings: readonly Finding[]): readonly RuleInReport[] {
  const known: readonly RuleInReport[] = [...RULES, ...SUPPRESSION_RULES];
  const ids = new Set(known.map(({ id }) => id));
  const others = [...new Set(findings.map(({ rule }) => rule))].filter((id) => !ids.has(id)).sort();
  return [...known, ...others.map((id): RuleInReport => ({ id, severity: 'warning', doc: id, why: '' }))];
}
