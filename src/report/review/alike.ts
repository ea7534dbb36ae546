import type { Finding } from '../../plan/finding';
import type { Severity } from '../../plan/rule';
import { grouped, listed } from '../../registry';

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
const MANY = 5;

/** Returns the groups in the order of their first findings. */
export function groupedFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = grouped(findings, (finding) =>
    JSON.stringify([finding.severity, finding.rule, masked(finding.help, finding)]),
  );
  return [...groups.values()].map((same) => {
    const [first] = same;
    const isSame = same.every(({ help }) => help === first.help);
    return {
      rule: first.rule,
      severity: first.severity,
      findings: same,
      items: itemsOf(same),
      help: isSame ? first.help : masked(first.help, first),
    };
  });
}

function itemsOf(findings: readonly Finding[]): readonly FindingItem[] {
  const alike = grouped(findings, (finding) => masked(finding.message, finding));
  return [...alike.values()]
    .flatMap((same): readonly FindingItem[] =>
      same.length < MANY
        ? same.map((finding) => ({ findings: [finding], message: finding.message }))
        : [{ findings: same, message: messageForAll(same) }],
    )
    .sort((a, b) => a.findings.length - b.findings.length);
}

const NAME = '<repository>';
const ADDRESS = '<address>';

/** Replaces the address and the repository name, so that messages about different resources compare equal. */
function masked(text: string, { at, subject }: Finding): string {
  const withoutAddress = at === undefined ? text : text.replaceAll(at.address, ADDRESS);
  const name = subject?.repository;
  return name === undefined ? withoutAddress : withoutAddress.replace(wholeName(name), NAME);
}

/** Matches the name, but not as part of a longer name. */
function wholeName(name: string): RegExp {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w./-])${escaped}(?![\\w/-]|\\.\\w)`, 'g');
}

const MOST_NAMES = 4;

function messageForAll(same: readonly [Finding, ...Finding[]]): string {
  const [first] = same;
  const names = [...new Set(same.flatMap(({ subject }) => subject?.repository ?? []))];
  const addresses = [...new Set(same.flatMap(({ at }) => at?.address ?? []))];
  return masked(first.message, first)
    .replaceAll(`'${NAME}'`, () =>
      listed(
        names.map((name) => `'${name}'`),
        MOST_NAMES,
      ),
    )
    .replaceAll(NAME, () => listed(names, MOST_NAMES))
    .replaceAll(ADDRESS, () => listed(addresses, MOST_NAMES));
}

/** Returns the number of items with a severity, and the number of their findings. */
export function itemsOfSeverity(
  groups: readonly FindingGroup[],
  severity: Severity,
): { readonly items: number; readonly findings: number } {
  const of = groups.filter((group) => group.severity === severity);
  return {
    items: of.reduce((sum, { items }) => sum + items.length, 0),
    findings: of.reduce((sum, { findings }) => sum + findings.length, 0),
  };
}

/** Returns the code to paste for all findings without duplicates, or undefined if there is none. */
export function codeOf(findings: readonly Finding[]): string | undefined {
  const codes = new Set(findings.flatMap(({ code }) => (code === undefined ? [] : [code.trimEnd()])));
  return codes.size === 0 ? undefined : [...codes].join('\n\n');
}
