import type { AccountNames } from '../../access/evaluate/grantees';
import { groupBy } from '../../base/collections';
import { capitalizeSentence } from '../../base/text';
import type { CheckResult, Finding, Severity } from '../../lint/rule';
import {
  activeFindings,
  codeToPaste,
  countsOf,
  countsText,
  groupFindings,
  hasFailed,
  positionText,
  rulesInReport,
  type Counts,
  type FailOn,
  type FindingGroup,
  type FindingItem,
} from '../review/findings';
import type { Line } from '../review/line';
import { headline, summariseChanges } from '../review/summary';

/** The review of the plans of `--plan`. */
export interface ReviewSection {
  readonly plans: readonly string[];
  /** The lowest severity for which the review fails. */
  readonly failOn: FailOn;
  readonly hasFailed: boolean;
  /** One sentence: what changes. */
  readonly headline: string;
  /** Such as `2 errors, 1 warning`. */
  readonly counts: string;
  readonly numbers: Counts;
  readonly changes: readonly ChangeGroup[];
  /** Findings that are not suppressed, in the order of `check`. */
  readonly findings: readonly ReviewGroup[];
  readonly suppressed: readonly SuppressedFinding[];
  /** The rules that the findings contain. */
  readonly rules: readonly ReviewRule[];
  /** Such as `develop is 111111111111 in ap-northeast-1`. */
  readonly registries: readonly string[];
  /** What was read from the declaration, because no plan contains it. */
  readonly fromDeclaration: readonly string[];
}

export interface ChangeGroup {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** Findings of one rule. */
export interface ReviewGroup {
  /** The rule ID, and the severity if it is not the only one of the rule. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly fixes: readonly ReviewFix[];
}

/** Findings with the same fix. */
export interface ReviewFix {
  readonly help: string;
  /** Code to copy. */
  readonly code: string | undefined;
  readonly items: readonly ReviewItem[];
}

/** One finding, or several that differ only in names. */
export interface ReviewItem {
  readonly message: string;
  readonly resources: readonly ReviewedResource[];
}

/** The resource of a finding. */
export interface ReviewedResource {
  /** Undefined if the finding reports a suppression. */
  readonly address: string | undefined;
  readonly plan: string | undefined;
  /** The line in the declaration, such as `topology.yaml:13:5`. */
  readonly line: string | undefined;
}

export interface SuppressedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly resource: ReviewedResource;
  readonly reason: string;
  /** `YYYY-MM-DD`. Undefined if the suppression does not expire. */
  readonly expires: string | undefined;
}

export interface ReviewRule {
  readonly id: string;
  readonly doc: string;
  readonly why: string;
}

/** Returns what the page shows of the result of `check`, with the same texts. */
export function reviewSection(
  { reviewed, findings }: CheckResult,
  names: AccountNames,
  failOn: FailOn,
): ReviewSection {
  const active = activeFindings(findings);
  const { groups, statements, legend } = summariseChanges(reviewed, names, active);
  return {
    plans: reviewed.plans,
    failOn,
    hasFailed: hasFailed(findings, failOn),
    headline: `${capitalizeSentence(headline(reviewed, names, active))}.`,
    counts: countsText(findings),
    numbers: countsOf(findings),
    changes: [
      ...groups.map(({ title, lines }) => ({ title, lines })),
      ...(statements.length === 0 ? [] : [{ title: 'Policy statements', lines: statements }]),
    ],
    findings: reviewGroups(groupFindings(active)),
    suppressed: findings.flatMap(suppressedFinding),
    rules: rulesOf(findings),
    registries: legend,
    fromDeclaration: [...reviewed.fromDeclaration].sort().map((key) => key.replace('/', ' in ')),
  };
}

function reviewGroups(groups: readonly FindingGroup[]): readonly ReviewGroup[] {
  const severitiesOf = (rule: string) =>
    new Set(groups.filter((each) => each.rule === rule).map(({ severity }) => severity));
  return [...groupBy(groups, ({ rule, severity }) => `${severity} ${rule}`).values()].map((same) => {
    const [{ rule, severity }] = same;
    const id = severitiesOf(rule).size === 1 ? rule : `${rule}.${severity}`;
    return { id, rule, severity, fixes: same.map(reviewFix) };
  });
}

function reviewFix({ help, findings, items }: FindingGroup): ReviewFix {
  return { help, code: codeToPaste(findings), items: items.map(reviewItem) };
}

function reviewItem({ message, findings }: FindingItem): ReviewItem {
  return { message, resources: findings.map(reviewedResource) };
}

function reviewedResource({ at, place }: Finding): ReviewedResource {
  return {
    address: at?.address,
    plan: at?.plan,
    line: place === undefined ? undefined : positionText(place),
  };
}

function suppressedFinding(finding: Finding): readonly SuppressedFinding[] {
  const { rule, severity, message, suppressedBy } = finding;
  if (suppressedBy === undefined) return [];
  const { reason, expires } = suppressedBy;
  return [{ rule, severity, message, resource: reviewedResource(finding), reason, expires }];
}

function rulesOf(findings: readonly Finding[]): readonly ReviewRule[] {
  const ids = new Set(findings.map(({ rule }) => rule));
  return rulesInReport(findings)
    .filter(({ id }) => ids.has(id))
    .map(({ id, doc, why }) => ({ id, doc, why }));
}
