import { createHash } from 'node:crypto';
import { registryKey } from '../../aws/arn';
import type { Finding } from '../../lint/rule.finding';

/**
 * Returns an ID for each finding that stays the same from run to run. It depends on the rule, the address and the
 * subject, not on the message, which may contain counts. Findings with the same ID are numbered in their order.
 */
export function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const hash = createHash('sha256').update(identityOf(finding)).digest('hex').slice(0, 32);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  });
}

function identityOf({ rule, at, subject, place }: Finding): string {
  // A finding about a suppression is identified only by its file.
  const location = at?.address ?? place?.file ?? '';
  const { registry, repository, destination } = subject ?? {};
  return JSON.stringify([
    rule,
    location,
    registry === undefined ? '' : registryKey(registry),
    repository ?? '',
    destination === undefined ? '' : registryKey(destination),
  ]);
}
