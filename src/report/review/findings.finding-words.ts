import type { Finding } from '../../lint/rule.finding';
import type { SourcePosition, Suppression } from '../../lint/rule.settings';

/** Returns, for example, `topology.yaml:13:5`. */
export function positionText({ file, line, column }: SourcePosition): string {
  return `${file}:${line}:${column}`;
}

/**
 * Returns the resource address of a finding, with the plan if there are several, or undefined if it has no resource.
 */
export function addressText({ at }: Finding, plans: readonly string[]): string | undefined {
  if (at === undefined) return undefined;
  return plans.length > 1 ? `${at.address} (${at.plan})` : at.address;
}

/** Returns, for example, `known to the security team (until 2026-12-31)`. */
export function suppressionText({ reason, expires }: Suppression): string {
  return expires === undefined ? reason : `${reason} (until ${expires})`;
}
