import { CODES, type DiagnosticCode, type Severity } from './codes';
import type { Span } from './span';

/** A problem found in the declaration. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly file: string;
  readonly span: Span;
  /** What is wrong, what was found, what is allowed. Whole sentences. */
  readonly message: string;
  /** How to mend it, where the message does not say so already. */
  readonly help: string | undefined;
}

export type Problem = Omit<Diagnostic, 'severity' | 'help'> & { readonly help?: string | undefined };

export function diagnostic({ help, span, ...problem }: Problem): Diagnostic {
  const { line, column, end } = span;
  return { ...problem, span: { line, column, end }, severity: CODES[problem.code][0], help };
}

/** What an alias leads to from several places, or several registries share, is one fault of one place. */
const ONCE_IN_A_PLACE: ReadonlySet<DiagnosticCode> = new Set([
  'shape/wrong-type',
  'shape/wrong-value',
  'shape/unknown-key',
  'replication/too-many-rules',
  'replication/too-many-destinations',
  'statement/denies-inspector',
  'statement/denies-replication',
]);

/** In the file's order, each said once. */
export function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const unique = diagnostics.filter(({ code, span, message }) => {
    const place = [code, span.line, span.column].join(' ');
    const key = ONCE_IN_A_PLACE.has(code) ? place : `${place} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return unique.sort(
    (a, b) => a.span.line - b.span.line || a.span.column - b.span.column || (a.code < b.code ? -1 : 1),
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}
