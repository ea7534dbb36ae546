import { resolve } from 'node:path';
import { sortedUnique } from '../base/collections';
import type { DiagnosticText } from '../declaration/syntax/diagnostic-codes';
import type { Diagnostic } from '../declaration/syntax/diagnostics';
import { fileUri, fingerprints, sarifMessage, sarifText, type SarifContext } from './format/sarif';

/**
 * Renders diagnostics as SARIF 2.1.0.
 * @param texts of the codes that can occur
 */
export function diagnosticsSarif(
  diagnostics: readonly Diagnostic[],
  texts: Readonly<Record<string, DiagnosticText>>,
  context: SarifContext,
): string {
  // Lines change when users edit the file, so an ID does not depend on them.
  const ids = fingerprints(
    diagnostics.map(({ code, file, message }) => JSON.stringify([code, file, message])),
  );
  return sarifText(context, {
    rules: sortedUnique(diagnostics.map(({ code }) => code)).map((id) => ruleOf(id, texts[id])),
    results: diagnostics.map(({ code, severity, file, span, message, help }, index) => ({
      ruleId: code,
      level: severity,
      message: sarifMessage([message, ...(help?.split('\n') ?? [])]),
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: fileUri(resolve(context.folder, file), context.folder) },
            region: { startLine: span.line, startColumn: span.column, endColumn: span.end },
          },
        },
      ],
      partialFingerprints: { 'ecrTopology/v1': ids[index] ?? '' },
    })),
  });
}

function ruleOf(id: string, text: DiagnosticText | undefined) {
  return { id, severity: text?.severity ?? 'error', doc: text?.doc ?? id, why: text?.why ?? '' } as const;
}
