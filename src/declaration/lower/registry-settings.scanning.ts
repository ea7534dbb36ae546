import { sortedBy, sortedUnique } from '../../base/collections';
import type { Scanning } from '../../model/scanning';
import type { BoundScanning } from '../bind/bound-declaration';

/** Returns the scanning configuration, or undefined if the registry has none. */
export function lowerScanning(scanning: BoundScanning | undefined): Scanning | undefined {
  if (scanning?.type === undefined) return undefined;
  const rules = scanning.rules.flatMap(({ frequency, filters }) =>
    frequency === undefined ? [] : { frequency, filters: sortedUnique(filters.map(({ text }) => text)) },
  );
  return { type: scanning.type, rules: sortedBy(rules, ({ frequency }) => frequency) };
}
