import type { Severity } from '../../lint/rule';
import type {
  ChangeGroup,
  ReviewedResource,
  ReviewGroup,
  ReviewItem,
  ReviewSection,
  SuppressedFinding,
} from '../../report/page/review';

/** The severities of findings, and `suppressed` for findings that a suppression accepts. */
export const FINDING_STATES = ['error', 'warning', 'note', 'suppressed'] as const;
type FindingState = (typeof FINDING_STATES)[number];

export interface ReviewFilter {
  /** Undefined: all findings. */
  readonly state: FindingState | undefined;
  /** Part of a text, a rule ID, an address, a plan or a line, in any case. Empty: no filter. */
  readonly text: string;
}

/** Reads the filter from the parameters of the URL. */
export function parseReviewFilter({
  severity,
  text = '',
}: Readonly<Record<string, string | undefined>>): ReviewFilter {
  return { state: FINDING_STATES.find((each) => each === severity), text };
}

type FilteredReview = Pick<ReviewSection, 'changes' | 'findings' | 'suppressed'>;

/** Returns the changes and findings that match. The severity does not apply to changes. */
export function filterReview(
  { changes, findings, suppressed, rules }: ReviewSection,
  { state, text }: ReviewFilter,
): FilteredReview {
  const matches = textMatcher(text);
  const docs = new Map(rules.map(({ id, doc }) => [id, doc]));
  const matchesRule = (rule: string) => matches(rule) || matches(docs.get(rule) ?? '');
  const hasState = (severity: Severity) => state === undefined || state === severity;
  return {
    changes: changes.map((group) => matchingLines(group, matches)).filter(({ lines }) => lines.length > 0),
    findings: findings
      .filter(({ severity }) => hasState(severity))
      .map((group) => (matchesRule(group.rule) ? group : matchingFixes(group, matches)))
      .filter(({ fixes }) => fixes.length > 0),
    suppressed: suppressed.filter(
      (finding) =>
        (state === undefined || state === 'suppressed') &&
        (matchesRule(finding.rule) || matchesSuppressed(finding, matches)),
    ),
  };
}

type Matcher = (text: string) => boolean;

function textMatcher(wanted: string): Matcher {
  const lowercase = wanted.trim().toLowerCase();
  return (text) => text.toLowerCase().includes(lowercase);
}

function matchingLines({ title, lines }: ChangeGroup, matches: Matcher): ChangeGroup {
  return { title, lines: matches(title) ? lines : lines.filter(({ text }) => matches(text)) };
}

function matchingFixes(group: ReviewGroup, matches: Matcher): ReviewGroup {
  const fixes = group.fixes
    .map((fix) =>
      matches(fix.help) ? fix : { ...fix, items: fix.items.flatMap((item) => matchingItem(item, matches)) },
    )
    .filter(({ items }) => items.length > 0);
  return { ...group, fixes };
}

/** Returns the item with the resources that match, or with all if its message matches. */
function matchingItem(item: ReviewItem, matches: Matcher): readonly ReviewItem[] {
  if (matches(item.message)) return [item];
  const resources = item.resources.filter((resource) => matchesResource(resource, matches));
  return resources.length === 0 ? [] : [{ ...item, resources }];
}

function matchesSuppressed({ message, reason, resource }: SuppressedFinding, matches: Matcher): boolean {
  return matches(message) || matches(reason) || matchesResource(resource, matches);
}

function matchesResource(
  { address = '', plan = '', line = '' }: ReviewedResource,
  matches: Matcher,
): boolean {
  return matches(address) || matches(plan) || matches(line);
}

/** Returns the number of findings of a group. One item can have many resources. */
export function countFindings({ fixes }: ReviewGroup): number {
  const items = fixes.flatMap((fix) => fix.items);
  return items.reduce((sum, { resources }) => sum + resources.length, 0);
}

/** Returns the number of findings of all groups. */
export function countAllFindings(groups: readonly ReviewGroup[]): number {
  return groups.reduce((sum, group) => sum + countFindings(group), 0);
}
