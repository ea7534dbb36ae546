import { sortedBy, sortedUnique, type Scanning } from '../../registry';
import type { BoundScanning } from '../link/linked';

/** Returns the scanning configuration, or undefined if the registry has none. */
export function lowerScanning(scanning: BoundScanning | undefined): Scanning | undefined {
  if (scanning?.type === undefined) return undefined;
  const rules = scanning.rules.flatMap(({ frequency, filters }) =>
    frequency === undefined ? [] : { frequency, filters: sortedUnique(filters.map(({ text }) => text)) },
  );
  return { type: scanning.type, rules: sortedBy(rules, ({ frequency }) => frequency) };
}
