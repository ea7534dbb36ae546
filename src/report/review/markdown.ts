import type { AccountNames } from '../../access/grantee-text';
import type { CheckResult, Finding } from '../../plan/finding';
import type { Severity } from '../../plan/rule';
import { sentence } from '../../plan/words/sentence';
import { count } from '../count';
import { markdownBlock, markdownCode, markdownEscaped, markdownProse } from '../markdown-text';
import { placeText, suppressionText } from './finding-words';
import { fitted, type Item, type Section } from './fitted';
import { codeOf, groupedFindings, type FindingGroup, type FindingItem } from './alike';
import { countsText, fails, openFindings, type FailOn } from './verdict';
import { headline } from './headline';
import type { Line } from './line';
import { whatChanges, type Group } from './what-changes';

/** Maximum length of a comment on GitHub. */
export const COMMENT_LIMIT = 65_536;

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
  const open = openFindings(findings);
  const notes = open.filter(({ severity }) => severity === 'note');
  const grave = open.filter(({ severity }) => severity !== 'note');
  const suppressed = findings.filter(({ suppressedBy }) => suppressedBy !== undefined);
  const { groups, statements, legend } = whatChanges(reviewed, names, open);
  const { plans, fromDeclaration } = reviewed;
  const foldedAs = folded(hasHtml);
  const findingContext = { plans, hasHtml, rulesUrl };
  const sections: readonly (Section | undefined)[] = [
    ...groups.map((group, index) => groupSection(group, index)),
    listSection('### Findings', findingItems(grave, findingContext), 0, 0.5),
    foldedAs(count(notes.length, 'note', 'notes'), findingItems(notes, findingContext), 2),
    foldedAs(
      `${suppressed.length} suppressed`,
      suppressed.map((each) => suppressedItem(each, plans)),
      3,
    ),
    foldedAs(
      'Registries',
      legend.map((each) => item(markdownProse(clipped(each)))),
      4,
    ),
    foldedAs('What policies say differently, statement by statement', statements.map(lineItem), 4),
    foldedAs(
      'Taken from the declaration, because no plan holds it',
      [...fromDeclaration].sort().map((key) => item(markdownEscaped(key.replace('/', ' in ')))),
      5,
    ),
  ];
  const verdict = fails(findings, failOn) ? '❌ ECR check failed' : verdictPassed(findings);
  const head = [
    marker(comment, hasHtml),
    `## ${verdict}: ${countsText(findings)}`,
    '',
    `${sentence(headline(reviewed, names, open))}. ${plansText(plans)}`,
    '',
  ].join('\n');
  return fitted(
    head,
    sections.filter((section) => section !== undefined),
    limit,
  );
}

/** The pipeline finds the comment by this line. */
function marker(comment: string | undefined, hasHtml: boolean): string {
  const text = `ecr-topology check${comment === undefined ? '' : ` ${comment}`}`;
  // A link definition without references is invisible, with or without HTML.
  return hasHtml ? `<!-- ${text} -->` : `[//]: # (${text})\n`;
}

function verdictPassed(findings: readonly Finding[]): string {
  return openFindings(findings).some(({ severity }) => severity !== 'note')
    ? '⚠️ ECR check passed'
    : '✅ ECR check passed';
}

function plansText(plans: readonly string[]): string {
  const shown = plans.slice(0, MOST_PLANS).map(markdownCode);
  const rest = plans.length - shown.length;
  return `Checked: ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

const MOST_PLANS = 5;

/** Maximum numbers of items of a section. The other formats have all of them. */
const MOST_LINES = 20;
const MOST_FINDINGS = 50;
const MOST_FOLDED = 200;

function groupSection({ title, lines }: Group, index: number): Section {
  const heading = index === 0 ? `### What changes\n\n**${title}**` : `**${title}**`;
  return {
    ...shell(`\n${heading}\n\n`, ''),
    items: lines.map(lineItem),
    rank: 1,
    share: 0.1,
    most: MOST_LINES,
  };
}

function lineItem({ mark, isGrave, text }: Line): Item {
  const told = markdownProse(clipped(text));
  return item(isGrave ? `❗ **${told}**` : `${MARKS[mark]} ${told}`);
}

function item(text: string): Item {
  return { text: `- ${text}\n`, tells: 1 };
}

const MARKS: Readonly<Record<Line['mark'], string>> = { '+': '➕', '-': '➖', '~': '🔄' };

const ICONS: Readonly<Record<Severity, string>> = { error: '❌', warning: '⚠️', note: 'ℹ️' };

/** What the text of a finding depends on. */
interface FindingContext extends Pick<MarkdownContext, 'hasHtml' | 'rulesUrl'> {
  readonly plans: readonly string[];
}

function findingItems(findings: readonly Finding[], context: FindingContext): readonly Item[] {
  return groupedFindings(findings).map((group) => ({
    text: groupText(group, context),
    tells: group.findings.length,
  }));
}

/** Maximum number of items of a group. */
const MOST_ALIKE = 10;

function groupText(group: FindingGroup, { plans, hasHtml, rulesUrl }: FindingContext): string {
  const { rule, severity, help, findings, items } = group;
  const code = codeOf(findings.slice(0, MOST_ALIKE));
  const heading = `- ${ICONS[severity]} ${ruleText(rule, rulesUrl)}`;
  const lines =
    findings.length === 1
      ? [`${heading}${whereItem(findings[0], plans)}  `, `  ${markdownProse(clipped(findings[0].message))}`]
      : [`${heading}, ${findings.length} times`, ...itemLines(items, plans)];
  return [
    ...lines,
    '',
    `  *What to do:* ${markdownProse(clipped(help))}`,
    ...(code === undefined ? [] : codeLines(code, hasHtml)),
    '',
  ].join('\n');
}

/** Links the rule ID to its section of `docs/rules.md`. */
function ruleText(rule: string, rulesUrl: string | undefined): string {
  const id = `**${markdownEscaped(rule)}**`;
  return rulesUrl === undefined ? id : `[${id}](${rulesUrl}#${encodeURIComponent(rule)})`;
}

function codeLines(code: string, hasHtml: boolean): readonly string[] {
  const block = markdownBlock(code, 'hcl', '  ');
  if (!hasHtml) return ['', block, ''];
  return ['', '  <details>', '  <summary>To paste</summary>', '', block, '', '  </details>', ''];
}

function itemLines(items: readonly FindingItem[], plans: readonly string[]): readonly string[] {
  const shown = items.slice(0, MOST_ALIKE).map(({ findings, message }) => {
    const others = findings.length - 1;
    const more = others === 0 ? '' : ` and ${others} more`;
    return `  -${whereItem(findings[0], plans)}${more}  \n    ${markdownProse(clipped(message))}`;
  });
  const rest = items.slice(MOST_ALIKE).flatMap(({ findings }) => findings).length;
  return rest === 0 ? shown : [...shown, `  - … and ${rest} more`];
}

function whereItem({ at, place }: Finding, plans: readonly string[]): string {
  const resource = at === undefined ? '' : ` ${markdownCode(clipped(at.address))}`;
  const plan = at === undefined || plans.length < 2 ? '' : ` in ${markdownCode(clipped(at.plan))}`;
  return `${resource}${plan}${place === undefined ? '' : `, ${markdownCode(clipped(placeText(place)))}`}`;
}

function suppressedItem(finding: Finding, plans: readonly string[]): Item {
  const { rule, severity, message, suppressedBy } = finding;
  const why = suppressedBy === undefined ? '' : `: ${markdownProse(clipped(suppressionText(suppressedBy)))}`;
  const said = `  \n  ${markdownProse(clipped(message))}`;
  return item(`${severity} **${markdownEscaped(rule)}**${whereItem(finding, plans)}${why}${said}`);
}

function listSection(
  title: string,
  items: readonly Item[],
  rank: number,
  share: number,
): Section | undefined {
  if (items.length === 0) return undefined;
  return { ...shell(`\n${title}\n\n`, ''), items, rank, share, most: MOST_FINDINGS };
}

function folded(hasHtml: boolean) {
  return (title: string, items: readonly Item[], rank: number): Section | undefined => {
    if (items.length === 0) return undefined;
    const around = hasHtml
      ? shell(`\n<details>\n<summary>${title}</summary>\n\n`, '\n</details>\n')
      : shell(`\n**${title}**\n\n`, '');
    return { ...around, items, rank: rank + 1, share: 0.1, most: MOST_FOLDED };
  };
}

function shell(heading: string, close: string): Pick<Section, 'close' | 'more' | 'open'> {
  return { open: heading, more: (number) => `- … and ${number} more\n`, close };
}

/** Maximum length of a text. Only text that is meant to fill the comment is longer. */
const LONGEST = 1_000;

function clipped(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
