import type { Finding } from '../../plan/finding';
import type { SourcePlace, Suppression } from '../../plan/settings';

/** `topology.yaml:13:5`. */
export function placeText({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`;
}

/** Where a finding is: its resource, with the plan where there are several. Undefined where it is about no resource. */
export function whereText({ at }: Finding, plans: readonly string[]): string | undefined {
  if (at === undefined) return undefined;
  return plans.length > 1 ? `${at.address} (${at.plan})` : at.address;
}

/** `known to the security team (until 2026-12-31)`. */
export function suppressionText({ reason, expires }: Suppression): string {
  return expires === undefined ? reason : `${reason} (until ${expires})`;
}
