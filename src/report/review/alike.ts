import type { Finding } from '../../plan/finding';
import { grouped } from '../../registry';

/** Findings of one rule that are mended alike, so that the mend has to be said once. */
export type Alike = readonly [Finding, ...Finding[]];

/** In the order of the first of each. */
export function alikeFindings(findings: readonly Finding[]): readonly Alike[] {
  return [
    ...grouped(findings, ({ severity, rule, help }) => JSON.stringify([severity, rule, help])).values(),
  ];
}

/** What there is to paste for all of them, each once. */
export function codeOf(findings: readonly Finding[]): string | undefined {
  const codes = new Set(findings.flatMap(({ code }) => (code === undefined ? [] : [code.trimEnd()])));
  return codes.size === 0 ? undefined : [...codes].join('\n\n');
}
