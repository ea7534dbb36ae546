import type { CheckResult, Finding } from '../../lint/rule';
import { annotationText, MAX_ANNOTATIONS } from '../format/github-annotation';
import { printable } from '../format/text';
import { activeFindings, countsText, groupFindings } from './findings';
import { summariseUnreviewed } from './unreviewed-lines';

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
  return annotationText({
    severity,
    title: at === undefined ? rule : `${rule}: ${at.address}`,
    position: place,
    lines: [message, help, ...(code === undefined ? [] : code.trimEnd().split('\n'))],
  });
}
