import type { AccountNames } from '../../access/evaluate/grantees';
import { capitalizeSentence } from '../../base/text';
import type { CheckResult, Finding, Severity } from '../../lint/rule';
import { firstLines, printable } from '../format/text';
import type { Terminal } from '../format/terminal';
import {
  activeFindings,
  addressText,
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
import { headline, summariseChanges, type ChangeSummary } from './summary';

/** Maximum numbers. The JSON output has all of them. */
const MAX_LINES = 40;
const MAX_GROUPS = 100;
const MAX_ITEMS = 10;

/** Renders the result of `check` for a terminal or a log: the verdict, the changes and the findings. */
export function reviewText(
  { reviewed, findings }: CheckResult,
  names: AccountNames,
  failOn: FailOn,
  terminal: Terminal,
): string {
  const { paint } = terminal;
  const active = activeFindings(findings);
  const suppressed = findings.filter((each) => !active.includes(each));
  const changes = summariseChanges(reviewed, names, active);
  const verdict = hasFailed(findings, failOn) ? paint.danger('FAILED') : paint.good('PASSED');
  const groups = groupFindings(active);
  const shown = groups.slice(0, MAX_GROUPS);
  const rest = groups.slice(MAX_GROUPS).flatMap(({ findings: all }) => all).length;
  const sections: readonly (readonly string[])[] = [
    [
      `${paint.strong(verdict)}: ${countsText(findings)}. ${capitalizeSentence(headline(reviewed, names, active))}.`,
    ],
    changesLines(changes, terminal),
    ...shown.map((group) => groupLines(group, reviewed.plans, terminal)),
    rest > 0 ? [`… and ${rest} more; --format json has all`] : [],
    titledSection(
      'Suppressed',
      suppressed.flatMap((each) => suppressedLines(each, reviewed.plans)),
      terminal,
    ),
    titledSection('Registries', changes.legend.map(printable), terminal),
    titledSection('What policies say differently', changes.statements.map(lineText), terminal),
    titledSection(
      'Taken from the declaration, because no plan holds it',
      [...reviewed.fromDeclaration].sort().map((key) => printable(key.replace('/', ' in '))),
      terminal,
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function changesLines({ groups, statements }: ChangeSummary, terminal: Terminal): readonly string[] {
  if (groups.length === 0 && statements.length === 0) return [];
  const groupTexts = groups.flatMap(({ title, lines }) => [
    `  ${title}`,
    ...firstLines(
      lines.map((line) => (line.isCritical ? terminal.paint.danger(lineText(line)) : lineText(line))),
      MAX_LINES,
    ).map((line) => `    ${line}`),
  ]);
  return [
    terminal.paint.strong('What changes'),
    ...groupTexts,
    ...(groups.length === 0 ? ['  Only the text of policies, below.'] : []),
  ];
}

function lineText({ mark, text }: Line): string {
  return `${mark} ${printable(text)}`;
}

function groupLines(group: FindingGroup, plans: readonly string[], terminal: Terminal): readonly string[] {
  const { severity, rule, help, findings, items } = group;
  const code = codeToPaste(findings.slice(0, MAX_ITEMS));
  const heading = `${colorSeverity(severity, terminal)} ${terminal.paint.strong(rule)}`;
  const fix = [`  ${printable(help)}`, ...(code === undefined ? [] : codeLines(code))];
  if (findings.length === 1) {
    const address = addressText(findings[0], plans);
    return [
      address === undefined ? heading : `${heading} ${printable(address)}`,
      `  ${printable(findings[0].message)}`,
      ...positionLines(findings[0]),
      ...fix,
    ];
  }
  const shown = items.slice(0, MAX_ITEMS);
  const rest = items.slice(MAX_ITEMS).flatMap((item) => item.findings).length;
  return [
    `${heading}, ${findings.length} times`,
    ...shown.flatMap((item) => itemLines(item, plans)),
    ...(rest > 0 ? [`  … and ${rest} more; --format json has all`] : []),
    ...fix,
  ];
}

function itemLines({ findings, message }: FindingItem, plans: readonly string[]): readonly string[] {
  const [first] = findings;
  const address = addressText(first, plans);
  const others = findings.length - 1;
  return [
    ...(address === undefined ? [] : [`  ${printable(address)}${others === 0 ? '' : ` and ${others} more`}`]),
    `    ${printable(message)}`,
    ...positionLines(first).map((line) => `  ${line}`),
  ];
}

function positionLines({ place }: Finding): readonly string[] {
  return place === undefined ? [] : [`  at ${printable(positionText(place))}`];
}

function codeLines(code: string): readonly string[] {
  return [
    '',
    ...code
      .trimEnd()
      .split('\n')
      .map((line) => `      ${printable(line)}`.trimEnd()),
  ];
}

function colorSeverity(severity: Severity, terminal: Terminal): string {
  switch (severity) {
    case 'error':
      return terminal.paint.danger(severity);
    case 'warning':
      return terminal.paint.caution(severity);
    case 'note':
      return terminal.paint.note(severity);
  }
}

function suppressedLines(finding: Finding, plans: readonly string[]): readonly string[] {
  const { rule, severity, message, suppressedBy } = finding;
  const reason = suppressedBy === undefined ? '' : `: ${suppressionText(suppressedBy)}`;
  return [
    printable(`${severity} ${rule} ${addressText(finding, plans) ?? ''}${reason}`),
    `  ${printable(message)}`,
  ];
}

function titledSection(title: string, lines: readonly string[], terminal: Terminal): readonly string[] {
  if (lines.length === 0) return [];
  return [terminal.paint.strong(title), ...firstLines(lines, MAX_LINES).map((line) => `  ${line}`)];
}
