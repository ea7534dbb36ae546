import type { Severity } from '../../lint/rule';
import { printable } from './text';

/**
 * GitHub shows this number of annotations of each kind for a step, and drops the rest silently.
 * https://docs.github.com/en/rest/checks/runs#about-the-checks-api
 */
export const MAX_ANNOTATIONS = 10;

/** An annotation of a GitHub workflow run. */
interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  /** GitHub shows an annotation without a file on the workflow run. */
  readonly position: AnnotationPosition | undefined;
  readonly lines: readonly string[];
}

interface AnnotationPosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Renders an annotation as a workflow command.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function annotationText({ severity, title, position, lines }: Annotation): string {
  const properties = [
    ...(position === undefined
      ? []
      : [`file=${escapeProperty(position.file)}`, `line=${position.line}`, `col=${position.column}`]),
    `title=${escapeProperty(title)}`,
  ].join(',');
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
