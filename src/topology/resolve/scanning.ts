import { sortedBy, sortedUnique, type Scanning } from '../../registry';
import type { LinkedScanning } from '../link/linked';

/** Returns the scanning configuration, or undefined if the registry has none. */
export function resolveScanning(linked: LinkedScanning | undefined): Scanning | undefined {
  if (linked?.type === undefined) return undefined;
  const rules = linked.rules.flatMap(({ frequency, filters }) =>
    frequency === undefined ? [] : { frequency, filters: sortedUnique(filters.map(({ text }) => text)) },
  );
  return { type: linked.type, rules: sortedBy(rules, ({ frequency }) => frequency) };
}
