import type { Colors } from 'picocolors/types';
import type { AccountNames } from '../../access/grantee-text';
import type { CheckResult, Finding } from '../../plan/finding';
import type { Severity } from '../../plan/rule';
import { sentence } from '../../plan/words/sentence';
import { firstLines } from '../first-lines';
import { printable } from '../printable';
import { codeOf, groupedFindings, type FindingGroup, type FindingItem } from './alike';
import { placeText, suppressionText, whereText } from './finding-words';
import type { Line } from './line';
import { countsText, fails, openFindings, type FailOn } from './verdict';
import { headline } from './headline';
import { whatChanges, type WhatChanges } from './what-changes';

/** Maximum numbers. The JSON output has all of them. */
const MOST_LINES = 40;
const MOST_GROUPS = 100;
const MOST_ALIKE = 10;

/** Renders the result of `check` for a terminal or a log: the verdict, the changes and the findings. */
export function reviewText(
  { reviewed, findings }: CheckResult,
  names: AccountNames,
  failOn: FailOn,
  colors: Colors,
): string {
  const open = openFindings(findings);
  const accepted = findings.filter((each) => !open.includes(each));
  const changes = whatChanges(reviewed, names, open);
  const verdict = fails(findings, failOn) ? colors.red('FAILED') : colors.green('PASSED');
  const groups = groupedFindings(open);
  const shown = groups.slice(0, MOST_GROUPS);
  const rest = groups.slice(MOST_GROUPS).flatMap(({ findings: all }) => all).length;
  const sections: readonly (readonly string[])[] = [
    [`${colors.bold(verdict)}: ${countsText(findings)}. ${sentence(headline(reviewed, names, open))}.`],
    changesLines(changes, colors),
    ...shown.map((group) => groupLines(group, reviewed.plans, colors)),
    rest > 0 ? [`… and ${rest} more; --format json has all`] : [],
    titled(
      'Suppressed',
      accepted.flatMap((each) => suppressedLines(each, reviewed.plans)),
      colors,
    ),
    titled('Registries', changes.legend.map(printable), colors),
    titled('What policies say differently', changes.statements.map(lineText), colors),
    titled(
      'Taken from the declaration, because no plan holds it',
      [...reviewed.fromDeclaration].sort().map((key) => printable(key.replace('/', ' in '))),
      colors,
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function changesLines({ groups, statements }: WhatChanges, colors: Colors): readonly string[] {
  if (groups.length === 0 && statements.length === 0) return [];
  const told = groups.flatMap(({ title, lines }) => [
    `  ${title}`,
    ...firstLines(
      lines.map((line) => (line.isGrave ? colors.red(lineText(line)) : lineText(line))),
      MOST_LINES,
    ).map((line) => `    ${line}`),
  ]);
  return [
    colors.bold('What changes'),
    ...told,
    ...(groups.length === 0 ? ['  Only the text of policies, below.'] : []),
  ];
}

function lineText({ mark, text }: Line): string {
  return `${mark} ${printable(text)}`;
}

function groupLines(group: FindingGroup, plans: readonly string[], colors: Colors): readonly string[] {
  const { severity, rule, help, findings, items } = group;
  const code = codeOf(findings.slice(0, MOST_ALIKE));
  const heading = `${paint(severity, colors)} ${colors.bold(rule)}`;
  const fix = [`  ${printable(help)}`, ...(code === undefined ? [] : codeLines(code))];
  if (findings.length === 1) {
    const where = whereText(findings[0], plans);
    return [
      where === undefined ? heading : `${heading} ${printable(where)}`,
      `  ${printable(findings[0].message)}`,
      ...placeLines(findings[0]),
      ...fix,
    ];
  }
  const shown = items.slice(0, MOST_ALIKE);
  const rest = items.slice(MOST_ALIKE).flatMap((item) => item.findings).length;
  return [
    `${heading}, ${findings.length} times`,
    ...shown.flatMap((item) => itemLines(item, plans)),
    ...(rest > 0 ? [`  … and ${rest} more; --format json has all`] : []),
    ...fix,
  ];
}

function itemLines({ findings, message }: FindingItem, plans: readonly string[]): readonly string[] {
  const [first] = findings;
  const where = whereText(first, plans);
  const others = findings.length - 1;
  return [
    ...(where === undefined ? [] : [`  ${printable(where)}${others === 0 ? '' : ` and ${others} more`}`]),
    `    ${printable(message)}`,
    ...placeLines(first).map((line) => `  ${line}`),
  ];
}

function placeLines({ place }: Finding): readonly string[] {
  return place === undefined ? [] : [`  at ${printable(placeText(place))}`];
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

function paint(severity: Severity, colors: Colors): string {
  switch (severity) {
    case 'error':
      return colors.red(severity);
    case 'warning':
      return colors.yellow(severity);
    case 'note':
      return colors.cyan(severity);
  }
}

function suppressedLines(finding: Finding, plans: readonly string[]): readonly string[] {
  const { rule, severity, message, suppressedBy } = finding;
  const why = suppressedBy === undefined ? '' : `: ${suppressionText(suppressedBy)}`;
  return [
    printable(`${severity} ${rule} ${whereText(finding, plans) ?? ''}${why}`),
    `  ${printable(message)}`,
  ];
}

function titled(title: string, lines: readonly string[], colors: Colors): readonly string[] {
  if (lines.length === 0) return [];
  return [colors.bold(title), ...firstLines(lines, MOST_LINES).map((line) => `  ${line}`)];
}
