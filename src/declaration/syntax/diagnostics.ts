import { CODES, type DiagnosticCode, type Severity } from './diagnostic-codes';
import type { Span } from './span';
import { keySpan, treeAt, valueSpan, type Path, type Tree } from './tree';

/** A problem found in the declaration. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly file: string;
  readonly span: Span;
  /** What is wrong and what is allowed, in full sentences. */
  readonly message: string;
  /** The fix, unless the message contains it. */
  readonly help: string | undefined;
}

export type DiagnosticInput = Omit<Diagnostic, 'severity' | 'help'> & { readonly help?: string | undefined };

export function createDiagnostic({ help, span, ...problem }: DiagnosticInput): Diagnostic {
  const { line, column, end } = span;
  return { ...problem, span: { line, column, end }, severity: CODES[problem.code][0], help };
}

/** These are reported once for each position, even if several aliases or registries lead to it. */
const ONCE_PER_POSITION: ReadonlySet<DiagnosticCode> = new Set([
  'shape/wrong-type',
  'shape/wrong-value',
  'shape/unknown-key',
  'replication/too-many-rules',
  'replication/too-many-destinations',
  'statement/denies-inspector',
  'statement/denies-replication',
]);

/** Returns the diagnostics sorted by position, without duplicates. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const unique = diagnostics.filter(({ code, span, message }) => {
    const position = [code, span.line, span.column].join(' ');
    const key = ONCE_PER_POSITION.has(code) ? position : `${position} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return unique.sort(
    (a, b) => a.span.line - b.span.line || a.span.column - b.span.column || (a.code < b.code ? -1 : 1),
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** Collects the diagnostics of the checks, and finds the position of each path. */
export class Reporter {
  public readonly diagnostics: Diagnostic[] = [];

  public constructor(
    private readonly file: string,
    private readonly tree: Tree,
  ) {}

  /** Reports a problem at the value of a path. */
  public atValue(path: Path, code: DiagnosticCode, message: string, help?: string): void {
    this.add(valueSpan(this.tree, path), code, message, help);
  }

  /**
   * Reports a problem at one line of a literal block, counted from 0. For other texts, reports it at the whole value.
   */
  public atLine(path: Path, line: number, code: DiagnosticCode, message: string, help?: string): void {
    const node = treeAt(this.tree, path);
    const span = node?.kind === 'scalar' ? node.lines?.[line] : undefined;
    this.add(span ?? valueSpan(this.tree, path), code, message, help);
  }

  /** Reports a problem at the key of a path, or at the list item as a whole. */
  public atKey(path: Path, code: DiagnosticCode, message: string, help?: string): void {
    this.add(keySpan(this.tree, path), code, message, help);
  }

  private add(span: Span, code: DiagnosticCode, message: string, help: string | undefined): void {
    this.diagnostics.push(createDiagnostic({ file: this.file, code, message, help, span }));
  }
}
