import type { AccountNames } from '../../access/evaluate/grantees';
import { capitalizeSentence, count } from '../../base/text';
import type { CheckResult, Finding, Severity } from '../../lint/rule';
import { markerLine } from '../format/comment';
import {
  escapeMarkdown,
  fitSections,
  markdownBlock,
  markdownCode,
  markdownProse,
  type DocumentItem,
  type DocumentSection,
} from '../format/markdown';
import {
  activeFindings,
  codeToPaste,
  countsText,
  groupFindings,
  hasFailed,
  positionText,
  suppressionText,
  type FailOn,
  type FindingGroup,
  type FindingItem,
} from './findings';
import type { Line } from './line';
import { headline, summariseChanges, type LineGroup } from './summary';

export interface MarkdownContext {
  readonly names: AccountNames;
  readonly failOn: FailOn;
  /** Characters, at least 1,000. */
  readonly limit: number;
  /** Distinguishes the comments of several checks: letters, digits, `.`, `_` and `-`. */
  readonly comment: string | undefined;
  /** Whether the code host renders HTML. Bitbucket shows it as text. */
  readonly hasHtml: boolean;
  /** The page that documents the rules, with a section for each rule ID. Undefined: rule IDs are not linked. */
  readonly rulesUrl: string | undefined;
}

/**
 * Renders the result of `check` as a comment on a pull request: the verdict, the changes, the findings and collapsed
 * details. The first line is invisible: the next run finds the comment by it and replaces it.
 */
export function reviewMarkdown({ reviewed, findings }: CheckResult, context: MarkdownContext): string {
  const { names, failOn, comment, limit, hasHtml, rulesUrl } = context;
  const active = activeFindings(findings);
  const notes = active.filter(({ severity }) => severity === 'note');
  const errorsAndWarnings = active.filter(({ severity }) => severity !== 'note');
  const suppressed = findings.filter(({ suppressedBy }) => suppressedBy !== undefined);
  const { groups, statements, legend } = summariseChanges(reviewed, names, active);
  const { plans, fromDeclaration } = reviewed;
  const collapsedSection = collapsedSections(hasHtml);
  const findingContext = { plans, hasHtml, rulesUrl };
  const sections: readonly (DocumentSection | undefined)[] = [
    ...groups.map((group, index) => groupSection(group, index)),
    listSection('### Findings', findingItems(errorsAndWarnings, findingContext), 0, 0.5),
    collapsedSection(count(notes.length, 'note', 'notes'), findingItems(notes, findingContext), 2),
    collapsedSection(
      `${suppressed.length} suppressed`,
      suppressed.map((each) => suppressedItem(each, plans)),
      3,
    ),
    collapsedSection(
      'Registries',
      legend.map((each) => listItem(markdownProse(clip(each)))),
      4,
    ),
    collapsedSection('Changes of policy statements', statements.map(lineItem), 4),
    collapsedSection(
      'Read from the declaration, because no plan contains it',
      [...fromDeclaration].sort().map((key) => listItem(escapeMarkdown(key.replace('/', ' in ')))),
      5,
    ),
  ];
  const verdict = hasFailed(findings, failOn) ? '❌ ECR check failed' : passedVerdict(findings);
  const head = [
    markerText(comment, hasHtml),
    `## ${verdict}: ${countsText(findings)}`,
    '',
    `${capitalizeSentence(headline(reviewed, names, active))}. ${plansText(plans)}`,
    '',
  ].join('\n');
  return fitSections(
    head,
    sections.filter((section) => section !== undefined),
    limit,
  );
}

function markerText(id: string | undefined, hasHtml: boolean): string {
  const line = markerLine({ id, part: 1 }, hasHtml);
  // A link definition ends at an empty line.
  return hasHtml ? line : `${line}\n`;
}

function passedVerdict(findings: readonly Finding[]): string {
  return activeFindings(findings).some(({ severity }) => severity !== 'note')
    ? '⚠️ ECR check passed'
    : '✅ ECR check passed';
}

function plansText(plans: readonly string[]): string {
  const shown = plans.slice(0, MAX_PLANS).map(markdownCode);
  const rest = plans.length - shown.length;
  return `Checked: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

const MAX_PLANS = 5;

/** Maximum numbers of items of a section. The other formats have all of them. */
const MAX_LINES = 20;
const MAX_FINDINGS = 50;
const MAX_COLLAPSED = 200;

function groupSection({ title, lines }: LineGroup, index: number): DocumentSection {
  const heading = index === 0 ? `### What changes\n\n**${title}**` : `**${title}**`;
  return {
    ...shell(`\n${heading}\n\n`, ''),
    items: lines.map(lineItem),
    rank: 1,
    share: 0.1,
    maxItems: MAX_LINES,
  };
}

function lineItem({ mark, isCritical, text }: Line): DocumentItem {
  const escaped = markdownProse(clip(text));
  return listItem(isCritical ? `❗ **${escaped}**` : `${MARKS[mark]} ${escaped}`);
}

function listItem(text: string): DocumentItem {
  return { text: `- ${text}\n`, represents: 1 };
}

const MARKS: Readonly<Record<Line['mark'], string>> = { '+': '➕', '-': '➖', '~': '🔄' };

const ICONS: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', note: 'ℹ️' };

/** What the text of a finding depends on. */
interface FindingContext extends Pick<MarkdownContext, 'hasHtml' | 'rulesUrl'> {
  readonly plans: readonly string[];
}

function findingItems(findings: readonly Finding[], context: FindingContext): readonly DocumentItem[] {
  return groupFindings(findings).map((group) => ({
    text: groupText(group, context),
    represents: group.findings.length,
  }));
}

/** Maximum number of items of a group. */
const MAX_ITEMS = 10;

function groupText(group: FindingGroup, { plans, hasHtml, rulesUrl }: FindingContext): string {
  const { rule, severity, help, findings, items } = group;
  const code = codeToPaste(findings.slice(0, MAX_ITEMS));
  const heading = `- ${ICONS[severity]} ${ruleText(rule, rulesUrl)}`;
  const lines =
    findings.length === 1
      ? [`${heading}${locationText(findings[0], plans)}  `, `  ${markdownProse(clip(findings[0].message))}`]
      : [`${heading}, ${findings.length} times`, ...itemLines(items, plans)];
  return [
    ...lines,
    '',
    `  *What to do:* ${markdownProse(clip(help))}`,
    ...(code === undefined ? [] : codeLines(code, hasHtml)),
    '',
  ].join('\n');
}

/** Links the rule ID to its section of `docs/reference/rules.md`. */
function ruleText(rule: string, rulesUrl: string | undefined): string {
  const id = `**${escapeMarkdown(rule)}**`;
  return rulesUrl === undefined ? id : `[${id}](${rulesUrl}#${encodeURIComponent(rule)})`;
}

function codeLines(code: string, hasHtml: boolean): readonly string[] {
  const block = markdownBlock(code, 'hcl', '  ');
  if (!hasHtml) return ['', block, ''];
  return ['', '  <details>', '  <summary>Code to paste</summary>', '', block, '', '  </details>', ''];
}

function itemLines(items: readonly FindingItem[], plans: readonly string[]): readonly string[] {
  const shown = items.slice(0, MAX_ITEMS).map(({ findings, message }) => {
    const otherCount = findings.length - 1;
    const more = otherCount === 0 ? '' : ` and ${otherCount} more`;
    return `  -${locationText(findings[0], plans)}${more}  \n    ${markdownProse(clip(message))}`;
  });
  const rest = items.slice(MAX_ITEMS).flatMap(({ findings }) => findings).length;
  return rest === 0 ? shown : [...shown, `  - … and ${rest} more`];
}

function locationText({ at, place }: Finding, plans: readonly string[]): string {
  const resource = at === undefined ? '' : ` ${markdownCode(clip(at.address))}`;
  const plan = at === undefined || plans.length < 2 ? '' : ` in ${markdownCode(clip(at.plan))}`;
  return `${resource}${plan}${place === undefined ? '' : `, ${markdownCode(clip(positionText(place)))}`}`;
}

function suppressedItem(finding: Finding, plans: readonly string[]): DocumentItem {
  const { rule, severity, message, suppressedBy } = finding;
  const reason = suppressedBy === undefined ? '' : `: ${markdownProse(clip(suppressionText(suppressedBy)))}`;
  const messageLine = `  \n  ${markdownProse(clip(message))}`;
  return listItem(
    `${severity} **${escapeMarkdown(rule)}**${locationText(finding, plans)}${reason}${messageLine}`,
  );
}

function listSection(
  title: string,
  items: readonly DocumentItem[],
  rank: number,
  share: number,
): DocumentSection | undefined {
  if (items.length === 0) return undefined;
  return { ...shell(`\n${title}\n\n`, ''), items, rank, share, maxItems: MAX_FINDINGS };
}

function collapsedSections(hasHtml: boolean) {
  return (title: string, items: readonly DocumentItem[], rank: number): DocumentSection | undefined => {
    if (items.length === 0) return undefined;
    const frame = hasHtml
      ? shell(`\n<details>\n<summary>${title}</summary>\n\n`, '\n</details>\n')
      : shell(`\n**${title}**\n\n`, '');
    return { ...frame, items, rank: rank + 1, share: 0.1, maxItems: MAX_COLLAPSED };
  };
}

function shell(heading: string, close: string): Pick<DocumentSection, 'close' | 'more' | 'open'> {
  return { open: heading, more: (number) => `- … and ${number} more\n`, close };
}

/** Maximum length of a text. Only text that is meant to fill the comment is longer. */
const MAX_TEXT_LENGTH = 1_000;

function clip(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${text.slice(0, MAX_TEXT_LENGTH)}…`;
}
