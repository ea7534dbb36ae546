import type { DiagnosticCode } from './diagnostic-codes';
import { createDiagnostic, type Diagnostic } from './diagnostics';
import type { Span } from './span';
import { keySpan, treeAt, valueSpan, type Path, type Tree } from './tree';

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

  /** Returns the keys of the mapping at a path, including keys whose value was rejected. */
  public declaredKeys(path: Path): readonly string[] {
    const node = treeAt(this.tree, path);
    return node?.kind === 'map' ? [...node.entries.keys()] : [];
  }

  private add(span: Span, code: DiagnosticCode, message: string, help: string | undefined): void {
    this.diagnostics.push(createDiagnostic({ file: this.file, code, message, help, span }));
  }
}
