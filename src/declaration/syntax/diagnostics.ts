import { CODES, type DiagnosticText, type LanguageCode } from './diagnostic-codes';
import type { Span } from './span';
import { keySpan, treeAt, valueSpan, type Path, type Tree } from './tree';

/** A problem found in the declaration. */
export interface Diagnostic {
  /** Of the language (`CODES`), or the ID of a rule. */
  readonly code: string;
  readonly severity: DiagnosticText['severity'];
  readonly file: string;
  readonly span: Span;
  /** What is wrong and what is allowed, in full sentences. */
  readonly message: string;
  /** The fix, unless the message contains it. Details, such as a policy to attach, are on further lines. */
  readonly help: string | undefined;
}

export type DiagnosticInput = Omit<Diagnostic, 'code' | 'severity' | 'help'> & {
  readonly code: LanguageCode;
  readonly help?: string | undefined;
};

export function createDiagnostic(problem: DiagnosticInput): Diagnostic {
  return withSeverity(problem, CODES[problem.code].severity);
}

function withSeverity(
  { help, span, ...problem }: Omit<DiagnosticInput, 'code'> & Pick<Diagnostic, 'code'>,
  severity: Diagnostic['severity'],
): Diagnostic {
  const { line, column, end } = span;
  return { ...problem, span: { line, column, end }, severity, help };
}

/**
 * Returns the diagnostics sorted by position, without duplicates.
 *
 * @param texts of the codes that can occur
 */
export function sortDiagnostics(
  diagnostics: readonly Diagnostic[],
  texts: Readonly<Record<string, DiagnosticText>> = CODES,
): readonly Diagnostic[] {
  const seen = new Set<string>();
  const unique = diagnostics.filter(({ code, span, message }) => {
    const position = [code, span.line, span.column].join(' ');
    const key = texts[code]?.oncePerPosition === true ? position : `${position} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
  return unique.sort(
    (a, b) => a.span.line - b.span.line || a.span.column - b.span.column || (a.code < b.code ? -1 : 1),
  );
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

/** A diagnostic, and the path that it was reported at. */
export interface ReportedDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly path: Path;
}

/**
 * Collects the diagnostics of the checks, and finds the position of each path.
 *
 * @typeParam Code the codes that can be reported in addition to those of the language
 */
export class Reporter<Code extends string = never> {
  public readonly reported: ReportedDiagnostic[] = [];

  public constructor(
    private readonly file: string,
    private readonly tree: Tree,
    private readonly texts: Readonly<Record<Code | LanguageCode, DiagnosticText>>,
  ) {}

  public get diagnostics(): readonly Diagnostic[] {
    return this.reported.map(({ diagnostic }) => diagnostic);
  }

  /** Reports a problem at the value of a path. */
  public atValue(path: Path, code: Code | LanguageCode, message: string, help?: string): void {
    this.add(path, valueSpan(this.tree, path), code, message, help);
  }

  /**
   * Reports a problem at one line of a literal block, counted from 0. For other texts, reports it at the whole value.
   */
  public atLine(path: Path, line: number, code: Code | LanguageCode, message: string, help?: string): void {
    const node = treeAt(this.tree, path);
    const span = node?.kind === 'scalar' ? node.lines?.[line] : undefined;
    this.add(path, span ?? valueSpan(this.tree, path), code, message, help);
  }

  /** Reports a problem at the key of a path, or at the list item as a whole. */
  public atKey(path: Path, code: Code | LanguageCode, message: string, help?: string): void {
    this.add(path, keySpan(this.tree, path), code, message, help);
  }

  private add(
    path: Path,
    span: Span,
    code: Code | LanguageCode,
    message: string,
    help: string | undefined,
  ): void {
    const { severity } = this.texts[code];
    const diagnostic = withSeverity({ file: this.file, code, message, help, span }, severity);
    this.reported.push({ diagnostic, path });
  }
}
