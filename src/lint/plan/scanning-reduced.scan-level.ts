import type { RepositoryName } from '../../aws/names';
import {
  scanningFilterIncludes,
  scanningFilterMatches,
  usesRepositorySettings,
  type ScanFrequency,
  type Scanning,
} from '../../model/scanning';
import { isKnown, type UnknownValue } from '../../model/unknown';

/** How often images of a repository are scanned automatically. */
export type ScanLevel = 'continuously' | 'never' | 'on push';

const LEVELS: readonly ScanLevel[] = ['never', 'on push', 'continuously'];

const LEVEL_OF: Readonly<Record<ScanFrequency, ScanLevel>> = {
  MANUAL: 'never',
  SCAN_ON_PUSH: 'on push',
  CONTINUOUS_SCAN: 'continuously',
};

/**
 * Returns how often images of a repository are scanned, or undefined if that is unknown.
 * @param scanning the configuration of the registry; undefined if it is in no plan, so that the default is assumed
 */
export function scanLevel(
  scanning: Scanning | UnknownValue | undefined,
  name: RepositoryName,
  scanOnPush: boolean | UnknownValue | undefined,
): ScanLevel | undefined {
  if (scanning !== undefined && !isKnown(scanning)) return undefined;
  if (scanning === undefined || usesRepositorySettings(scanning)) {
    if (scanOnPush === 'notKnown') return undefined;
    return scanOnPush === true ? 'on push' : 'never';
  }
  const levels = scanning.rules
    .filter(({ filters }) => filters.some((filter) => scanningFilterMatches(filter, name)))
    .map(({ frequency }) => LEVEL_OF[frequency]);
  return [...LEVELS].reverse().find((level) => levels.includes(level)) ?? 'never';
}

export function isLower(level: ScanLevel, than: ScanLevel): boolean {
  return LEVELS.indexOf(level) < LEVELS.indexOf(than);
}

/** Returns the previous filters that match names which are scanned less often than before. */
export function reducedFilters(previous: Scanning, current: Scanning): readonly string[] {
  return previous.rules.flatMap(({ frequency, filters }) =>
    filters.filter((filter) => {
      const kept = current.rules.filter((each) =>
        each.filters.some((other) => scanningFilterIncludes(other, filter)),
      );
      return !kept.some((each) => !isLower(LEVEL_OF[each.frequency], LEVEL_OF[frequency]));
    }),
  );
}
