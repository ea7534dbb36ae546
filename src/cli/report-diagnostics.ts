import type { Diagnostic } from '../declaration/syntax/diagnostics';
import type { Loaded } from '../lint/declaration/load';
import { countText, diagnosticsText, topologyText } from '../report/diagnostics';
import { wrapped, type Terminal } from '../report/format/terminal';
import { printable } from '../report/format/text';
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

/** Returns the diagnostics and the summary of a declaration. */
export function validationText(loaded: Loaded, output: Pick<Console, 'isQuiet'>, terminal: Terminal): string {
  const problems = diagnosticsText(shownDiagnostics(loaded, output), loaded.source, terminal);
  const summary = wrapped(summaryText(loaded), terminal);
  return `${problems === '' ? '' : `${problems}\n`}${summary}\n`;
}

/** Returns, for example, `topology.yaml: 2 accounts, 3 registries, …; no problems`. */
export function summaryText(loaded: Loaded): string {
  const file = printable(loaded.source.file);
  return loaded.kind === 'topology'
    ? `${file}: ${topologyText(loaded.topology, loaded.deployment)}; ${countText(loaded.diagnostics, loaded.suppressed)}`
    : `${file}: ${countText(loaded.diagnostics)}`;
}
