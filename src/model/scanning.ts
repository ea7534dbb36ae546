import type { RepositoryName } from '../aws/names';
import { wildcardIncludes, wildcardMatch } from '../aws/wildcard';

/**
 * The scanning configuration of a registry. Each registry has one.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export interface Scanning {
  readonly type: 'BASIC' | 'ENHANCED';
  /** Sorted by frequency. */
  readonly rules: readonly ScanningRule[];
}

interface ScanningRule {
  readonly frequency: ScanFrequency;
  /** `WILDCARD` filters, sorted. A filter without `*` matches every name that contains it. */
  readonly filters: readonly string[];
}

export type ScanFrequency = 'CONTINUOUS_SCAN' | 'MANUAL' | 'SCAN_ON_PUSH';

/** The default of a registry: each repository has its own setting. */
export const DEFAULT_SCANNING: Scanning = { type: 'BASIC', rules: [] };

/**
 * The frequencies that a scan type supports. `MANUAL` requires basic scanning: "you must manually trigger the
 * scan". Enhanced scanning has no manual scans.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html
 */
export const SCAN_FREQUENCIES = {
  BASIC: ['SCAN_ON_PUSH', 'MANUAL'],
  ENHANCED: ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'],
} as const satisfies Readonly<Record<Scanning['type'], readonly ScanFrequency[]>>;

/** Returns whether `scanOnPush` of each repository applies: basic scanning without rules. */
export function usesRepositorySettings({ type, rules }: Scanning): boolean {
  return type === 'BASIC' && rules.length === 0;
}

/** Returns whether ECR scans a repository automatically, at least on each push. */
export function isScannedOnPush({ rules }: Scanning, name: RepositoryName): boolean {
  return rules.some(
    ({ frequency, filters }) =>
      frequency !== 'MANUAL' && filters.some((filter) => scanningFilterMatches(filter, name)),
  );
}

/**
 * "A filter with no wildcard will match all repository names that contain the filter."
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function scanningFilterMatches(filter: string, name: RepositoryName): boolean {
  return filter.includes('*') ? wildcardMatch(filter, name) : name.includes(filter);
}

/** Returns whether one filter matches every name that another filter matches. */
export function scanningFilterIncludes(wide: string, narrow: string): boolean {
  return wildcardIncludes(wildcardOf(wide), wildcardOf(narrow));
}

function wildcardOf(filter: string): string {
  return filter.includes('*') ? filter : `*${filter}*`;
}
