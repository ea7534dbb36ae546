import type { DiagnosticCode } from './codes';
import { diagnostic, type Diagnostic } from './diagnostic';
import type { Span } from './span';
import { keySpan, treeAt, valueSpan, type Path, type Tree } from './tree';

/** Collects what the checks find, and knows where each part of the declaration stands. */
export class Reporter {
  public readonly diagnostics: Diagnostic[] = [];

  public constructor(
    private readonly file: string,
    private readonly tree: Tree,
  ) {}

  /** About the value at a path. */
  public atValue(path: Path, code: DiagnosticCode, message: string, help?: string): void {
    this.add(valueSpan(this.tree, path), code, message, help);
  }

  /** About a line of the text at a path, counted from 0; of a text that is no literal block, about the whole. */
  public atLine(path: Path, line: number, code: DiagnosticCode, message: string, help?: string): void {
    const found = treeAt(this.tree, path);
    const span = found?.kind === 'scalar' ? found.lines?.[line] : undefined;
    this.add(span ?? valueSpan(this.tree, path), code, message, help);
  }

  /** About the key at the end of a path, or the item of a list as a whole. */
  public atKey(path: Path, code: DiagnosticCode, message: string, help?: string): void {
    this.add(keySpan(this.tree, path), code, message, help);
  }

  /** The keys that were written in the mapping at a path, also those whose value has been refused. */
  public keys(path: Path): readonly string[] {
    const found = treeAt(this.tree, path);
    return found?.kind === 'map' ? [...found.entries.keys()] : [];
  }

  private add(span: Span, code: DiagnosticCode, message: string, help: string | undefined): void {
    this.diagnostics.push(diagnostic({ file: this.file, code, message, help, span }));
  }
}
