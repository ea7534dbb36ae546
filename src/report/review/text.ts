import type { AccountNames } from '../../access/evaluate/grantees';
import { capitalizeSentence } from '../../base/text';
import type { CheckResult, Finding, Severity } from '../../lint/rule';
import { firstLines, printable } from '../format/text';
import { wrapped, type Terminal } from '../format/terminal';
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
import { lineText } from './line';
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
      wrapped(
        `${paint.strong(verdict)}: ${printable(`${countsText(findings)}. ${capitalizeSentence(headline(reviewed, names, active))}.`)}`,
        terminal,
      ),
    ],
    changesLines(changes, terminal),
    ...shown.map((group) => groupLines(group, reviewed.plans, terminal)),
    rest > 0 ? [`… and ${rest} more; see all with --format json`] : [],
    titledSection(
      'Suppressed',
      suppressed.flatMap((each) => suppressedLines(each, reviewed.plans, terminal)),
      terminal,
    ),
    titledSection(
      'Registries',
      changes.legend.map((line) => textLine(line, terminal, '  ')),
      terminal,
    ),
    titledSection(
      'Changes of policy statements',
      changes.statements.map((line) => lineText(line, terminal, '  ')),
      terminal,
    ),
    titledSection(
      'Read from the declaration, because no plan contains it',
      [...reviewed.fromDeclaration].sort().map((key) => textLine(key.replace('/', ' in '), terminal, '  ')),
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
      lines.map((line) => lineText(line, terminal, '    ')),
      MAX_LINES,
    ),
  ]);
  return [
    terminal.paint.strong('What changes'),
    ...groupTexts,
    ...(groups.length === 0 ? ['  Only policy statements, see below.'] : []),
  ];
}

function groupLines(group: FindingGroup, plans: readonly string[], terminal: Terminal): readonly string[] {
  const { severity, rule, help, findings, items } = group;
  const code = codeToPaste(findings.slice(0, MAX_ITEMS));
  const heading = `${colorSeverity(severity, terminal)} ${terminal.paint.strong(rule)}`;
  const fix = [textLine(help, terminal, '  '), ...(code === undefined ? [] : codeLines(code))];
  if (findings.length === 1) {
    const address = addressText(findings[0], plans);
    return [
      address === undefined ? heading : `${heading} ${printable(address)}`,
      textLine(findings[0].message, terminal, '  '),
      ...positionLines(findings[0]),
      ...fix,
    ];
  }
  const shown = items.slice(0, MAX_ITEMS);
  const rest = items.slice(MAX_ITEMS).flatMap((item) => item.findings).length;
  return [
    `${heading}, ${findings.length} times`,
    ...shown.flatMap((item) => itemLines(item, plans, terminal)),
    ...(rest > 0 ? [`  … and ${rest} more; see all with --format json`] : []),
    ...fix,
  ];
}

function itemLines(
  { findings, message }: FindingItem,
  plans: readonly string[],
  terminal: Terminal,
): readonly string[] {
  const [first] = findings;
  const address = addressText(first, plans);
  const others = findings.length - 1;
  return [
    ...(address === undefined ? [] : [`  ${printable(address)}${others === 0 ? '' : ` and ${others} more`}`]),
    textLine(message, terminal, '    '),
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

function suppressedLines(finding: Finding, plans: readonly string[], terminal: Terminal): readonly string[] {
  const { rule, severity, message, suppressedBy } = finding;
  const reason = suppressedBy === undefined ? '' : `: ${suppressionText(suppressedBy)}`;
  return [
    textLine(`${severity} ${rule} ${addressText(finding, plans) ?? ''}${reason}`, terminal, '  '),
    textLine(message, terminal, '    '),
  ];
}

function textLine(text: string, terminal: Terminal, indent: string): string {
  return wrapped(printable(text), terminal, { first: indent });
}

/** @param lines indented */
function titledSection(title: string, lines: readonly string[], terminal: Terminal): readonly string[] {
  if (lines.length === 0) return [];
  return [terminal.paint.strong(title), ...firstLines(lines, MAX_LINES)];
}
