import { sortedBy } from '../base/collections';
import type { Diagnostic } from '../declaration/syntax/diagnostics';
import { annotationText, MAX_ANNOTATIONS } from './format/github-annotation';

/** Renders diagnostics as annotations of a GitHub workflow run, errors first. The last line is the summary. */
export function diagnosticsGithub(diagnostics: readonly Diagnostic[], summary: string): string {
  const shown = sortedBy(diagnostics, ({ severity }) => severity);
  const counts = new Map<string, number>();
  const annotated = shown.filter(({ severity }) => {
    const number = (counts.get(severity) ?? 0) + 1;
    counts.set(severity, number);
    return number <= MAX_ANNOTATIONS;
  });
  const hidden = diagnostics.length - annotated.length;
  return [
    ...annotated.map(({ severity, code, file, span: { line, column }, message, help }) =>
      annotationText({
        severity,
        title: code,
        position: { file, line, column },
        lines: [message, ...(help?.split('\n') ?? [])],
      }),
    ),
    summary,
    ...(hidden === 0
      ? []
      : [
          `${hidden} more have no annotation, because GitHub shows ${MAX_ANNOTATIONS} of each kind. To see them, use --format text.`,
        ]),
    '',
  ].join('\n');
}
