import type { Diagnostic } from '../declaration/syntax/diagnostics';
import type { Loaded } from '../lint/declaration/load';
import { diagnosticsText } from '../report/diagnostics';
import type { Console } from './output';

/** A file that was read, and its diagnostics. */
export type ReportedFile = Pick<Loaded, 'diagnostics' | 'source'>;

/** Prints the diagnostics of a declaration to standard error. */
export function reportDiagnostics(loaded: ReportedFile, output: Pick<Console, 'messages' | 'isQuiet'>): void {
  process.stderr.write(diagnosticsText(shownDiagnostics(loaded, output), loaded.source, output.messages));
}

/** Returns the diagnostics without warnings if the user does not want them. */
export function shownDiagnostics(
  { diagnostics }: Pick<Loaded, 'diagnostics'>,
  { isQuiet }: Pick<Console, 'isQuiet'>,
): readonly Diagnostic[] {
  return isQuiet ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics;
}
