import type { LanguageCode } from '../../src/declaration/syntax/diagnostic-codes';
import type { Diagnostic } from '../../src/declaration/syntax/diagnostics';
import type { DeclarationRuleId } from '../../src/lint/declaration/rules';
import { TEXTS } from '../../src/lint/declaration/settings';
import { BASE, diagnose } from './declarations';

export interface Case {
  /** An invalid declaration; «marks» enclose the span of the diagnostic. */
  readonly bad: string;
  /** A part of the message and help. */
  readonly message: string;
  /** The most similar valid declaration; `BASE` by default. */
  readonly good?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

type DiagnosticCode = LanguageCode | DeclarationRuleId;

/** The cases of each code. `diagnostic-codes.test.ts` looks for every code in the calls of `describeDiagnostics`. */
export type DiagnosticCases = Readonly<Partial<Record<DiagnosticCode, readonly Case[]>>>;

type Row = readonly [bad: string, message: string, good?: string];

/** Returns the cases of rows, for tables of many short cases. */
export function casesOf(rows: readonly Row[]): readonly Case[] {
  return rows.map(([bad, message, good]) => (good === undefined ? { bad, message } : { bad, message, good }));
}

/** Tests the diagnostics that one source file reports: the position, text and severity of each, and its absence. */
export function describeDiagnostics(file: string, cases: DiagnosticCases): void {
  const rows = Object.entries(cases).flatMap(([code, list]) =>
    list.map((each, index) => [`${code} (${index + 1})`, code as DiagnosticCode, each] as const),
  );

  describe(`the diagnostics of ${file}`, () => {
    test.each(rows)('%s is reported at its position with a fix', (_, code, { bad, message, environment }) => {
      const { text, line, column, length } = unmark(bad);
      const found = diagnoseOnce(text, environment).filter((each) => each.code === code);
      expect(found.map(({ span }) => `${span.line}:${span.column}`)).toContain(`${line}:${column}`);
      const reported = found.find(({ span }) => span.line === line && span.column === column)!;
      expect(`${reported.message} ${reported.help ?? ''}`).toContain(message);
      if (length > 0) expect(reported.span.end - reported.span.column).toBe(length);
    });

    test.each(rows)(
      '%s is not reported for the fixed declaration',
      (_, code, { good = BASE, environment }) => {
        expect(diagnoseOnce(good, environment).map((each) => each.code)).not.toContain(code);
      },
    );

    test.each(rows)('%s has the severity of its code', (_, code, { bad, environment }) => {
      const found = diagnoseOnce(unmark(bad).text, environment).find((each) => each.code === code)!;
      expect(found.severity).toBe(TEXTS[code]!.severity);
    });
  });
}

const diagnosed = new Map<string, readonly Diagnostic[]>();

/** Reads each declaration once, because several tests use it. */
function diagnoseOnce(text: string, environment: Case['environment']): readonly Diagnostic[] {
  const key = JSON.stringify([text, environment]);
  const diagnostics = diagnosed.get(key) ?? diagnose(text, environment);
  diagnosed.set(key, diagnostics);
  return diagnostics;
}

/** Returns the text without marks, and the span that they enclose. */
function unmark(text: string) {
  const start = text.indexOf('«');
  const before = text.slice(0, start);
  const line = before.split('\n').length;
  const column = start - before.lastIndexOf('\n');
  const length = text.indexOf('»') - start - 1;
  return { text: text.replace('«', '').replace('»', ''), line, column, length };
}
