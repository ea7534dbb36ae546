import type { Colors } from 'picocolors/types';
import type { Diagnostic, Source } from '../topology';

/** Diagnostics for a person: where, what, how to mend it, and the lines it is about. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], source: Source, colors: Colors): string {
  const lines = source.text.split(/\r?\n/);
  return diagnostics.map((each) => `${one(each, lines, colors)}\n`).join('\n');
}

function one(diagnostic: Diagnostic, lines: readonly string[], colors: Colors): string {
  const { file, span, severity, code, message, help } = diagnostic;
  const paint = severity === 'error' ? colors.red : colors.yellow;
  return [
    `${colors.bold(`${file}:${span.line}:${span.column}`)} ${paint(severity)} ${code}`,
    `  ${message}`,
    ...(help === undefined ? [] : [`  ${help}`]),
    ...frame(diagnostic, lines, (text) => colors.bold(paint(text))),
  ].join('\n');
}

/** The line, the one before it, and a mark below. Nothing where the file has no such line. */
function frame(
  { span }: Diagnostic,
  lines: readonly string[],
  mark: (text: string) => string,
): readonly string[] {
  const line = lines[span.line - 1];
  if (line === undefined || line.trim() === '') return [];
  const before = lines[span.line - 2];
  const width = String(span.line).length + 1;
  const numbered = (number: number, text: string) => `  ${String(number).padStart(width)} | ${clip(text)}`;
  // Tabs stay tabs, so that the mark stands below what it marks.
  const indent = line.slice(0, span.column - 1).replace(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min(span.end, line.length + 1) - span.column);
  const marked =
    span.column <= MOST
      ? [`  ${' '.repeat(width)} | ${indent}${mark('^'.repeat(Math.min(length, MOST)))}`]
      : [];
  return [
    '',
    ...(before === undefined || before.trim() === '' ? [] : [numbered(span.line - 1, before)]),
    numbered(span.line, line),
    ...marked,
  ];
}

/** Characters of a line that are shown. */
const MOST = 200;

/** Without control characters, which a terminal would obey. */
function clip(text: string): string {
  const shown = text.replace(/(?!\t)\p{Cc}/gu, '\uFFFD');
  return shown.length > MOST ? `${shown.slice(0, MOST)}…` : shown;
}

/** Diagnostics for a program. The shape is documented in `docs/commands.md` and stable. */
export function diagnosticsJson(diagnostics: readonly Diagnostic[]): readonly object[] {
  return diagnostics.map(({ file, span, severity, code, message, help }) => ({
    file,
    line: span.line,
    column: span.column,
    endColumn: span.end,
    severity,
    code,
    message,
    help: help ?? null,
  }));
}

/** `2 errors, 1 warning`. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const counted = [counting(errors, 'error'), counting(diagnostics.length - errors, 'warning')];
  return counted.filter((text) => text !== '').join(', ') || 'no problems';
}

function counting(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}
