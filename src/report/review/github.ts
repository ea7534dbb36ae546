import type { CheckResult, Finding, Severity } from '../../lint/rule';
import { printable } from '../format/text';
import { activeFindings, countsText, groupFindings } from './findings';
import { summariseUnreviewed } from './unreviewed-lines';

/**
 * GitHub shows this number of annotations of each kind for a step, and drops the rest silently.
 * https://docs.github.com/en/rest/checks/runs#about-the-checks-api
 */
const MAX_ANNOTATIONS = 10;

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Renders findings as annotations of a GitHub workflow run, sorted by severity.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reviewGithub({ findings, reviewed }: CheckResult): string {
  const groups = groupFindings(activeFindings(findings));
  const shown = (['error', 'warning', 'note'] as const).flatMap((severity) =>
    groups
      .filter((group) => group.severity === severity)
      .flatMap(({ items }) => items)
      .slice(0, MAX_ANNOTATIONS),
  );
  const annotated = shown.reduce((sum, item) => sum + item.findings.length, 0);
  const rest = activeFindings(findings).length - annotated;
  const notReviewed = summariseUnreviewed(reviewed.unreviewed);
  return [
    ...shown.map(({ findings: [first], message }) => annotation({ ...first, message })),
    `ecr-topology check: ${countsText(findings)}`,
    ...(notReviewed === '' ? [] : [printable(notReviewed)]),
    ...(rest === 0
      ? []
      : [
          `${rest} more findings have no annotation, because GitHub shows ${MAX_ANNOTATIONS} of each kind. Use another format to see them.`,
        ]),
    '',
  ].join('\n');
}

function annotation({ rule, severity, at, message, help, code, place }: Finding): string {
  const properties = [
    // GitHub shows an annotation without a file on the workflow run.
    ...(place === undefined
      ? []
      : [`file=${escapeProperty(place.file)}`, `line=${place.line}`, `col=${place.column}`]),
    `title=${escapeProperty(at === undefined ? rule : `${rule}: ${at.address}`)}`,
  ].join(',');
  const lines = [message, help, ...(code === undefined ? [] : code.trimEnd().split('\n'))];
  return `::${COMMANDS[severity]} ${properties}::${lines.map(escapeData).join('%0A')}`;
}

/**
 * Escapes text as the runner decodes it.
 * https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
function escapeData(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
