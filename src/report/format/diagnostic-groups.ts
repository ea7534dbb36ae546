import { groupBy } from '../../base/collections';
import type { Diagnostic } from '../../declaration/syntax/diagnostics';

/** A diagnostic, and the others that differ from it only in names. */
export interface DiagnosticGroup {
  readonly first: Diagnostic;
  readonly similar: readonly Diagnostic[];
}

/** Fewer warnings are shown one by one. */
const MIN_GROUP = 4;

/** Groups warnings of the same code with the same fix. Errors are not grouped. The first of a group keeps its position. */
export function groupDiagnostics(diagnostics: readonly Diagnostic[]): readonly DiagnosticGroup[] {
  const groups = [...groupBy(diagnostics, similarityKey).values()].flatMap(
    ([first, ...similar]): readonly DiagnosticGroup[] =>
      first.severity === 'error' || similar.length + 1 < MIN_GROUP
        ? [first, ...similar].map((each) => ({ first: each, similar: [] }))
        : [{ first, similar }],
  );
  const order = new Map(diagnostics.map((each, index) => [each, index]));
  return groups.sort((a, b) => (order.get(a.first) ?? 0) - (order.get(b.first) ?? 0));
}

/** Warnings about different accounts are not similar: each account requires its own fix. */
function similarityKey({ code, severity, message, help }: Diagnostic): string {
  const withoutNames = message.replace(/'(?![0-9]{12}')[^']*'/g, "''");
  return JSON.stringify([severity, code, withoutNames, fixOf(help)]);
}

/** The first line of `help`. Further lines are details of one diagnostic, such as a policy. */
export function fixOf(help: string | undefined): string | undefined {
  return help?.split('\n', 1)[0];
}
