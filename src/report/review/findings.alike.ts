import { groupBy } from '../../base/collections.grouped';
import { formatList } from '../../base/text.listed';
import type { Severity } from '../../lint/rule';
import type { Finding } from '../../lint/rule.finding';

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
  /** With the names of all repositories. */
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
  return maskNames(first.message, first)
    .replaceAll(`'${NAME_MASK}'`, () =>
      formatList(
        names.map((name) => `'${name}'`),
        MAX_LISTED_NAMES,
      ),
    )
    .replaceAll(NAME_MASK, () => formatList(names, MAX_LISTED_NAMES))
    .replaceAll(ADDRESS_MASK, () => formatList(addresses, MAX_LISTED_NAMES));
}

/** Returns the number of items with a severity, and the number of their findings. */
export function countItems(
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
