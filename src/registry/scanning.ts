import type { RepositoryName } from './names';
import { wildcardIncludes, wildcardMatch } from './wildcard';

/**
 * How a registry scans, one configuration for each.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export interface Scanning {
  readonly type: 'BASIC' | 'ENHANCED';
  /** Sorted by frequency. */
  readonly rules: readonly ScanningRule[];
}

interface ScanningRule {
  readonly frequency: ScanFrequency;
  /** `WILDCARD` filters, sorted: without `*`, a filter takes every name that holds it. */
  readonly filters: readonly string[];
}

export type ScanFrequency = 'CONTINUOUS_SCAN' | 'MANUAL' | 'SCAN_ON_PUSH';

/** What a registry does of which nothing is said: it leaves scanning to each repository. */
export const DEFAULT_SCANNING: Scanning = { type: 'BASIC', rules: [] };

/**
 * The frequencies that rules of a type may have. `MANUAL` is for basic scanning alone: "you must manually trigger the
 * scan", and enhanced scanning has no manual scans.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html
 */
export const SCAN_FREQUENCIES = {
  BASIC: ['SCAN_ON_PUSH', 'MANUAL'],
  ENHANCED: ['SCAN_ON_PUSH', 'CONTINUOUS_SCAN'],
} as const satisfies Readonly<Record<Scanning['type'], readonly ScanFrequency[]>>;

/** Basic scanning without a rule: each repository says for itself whether it is scanned on push. */
export function isLeftToRepositories({ type, rules }: Scanning): boolean {
  return type === 'BASIC' && rules.length === 0;
}

/** Whether a repository is scanned by itself, each time an image is pushed at least. */
export function isScannedOnPush({ rules }: Scanning, name: RepositoryName): boolean {
  return rules.some(
    ({ frequency, filters }) =>
      frequency !== 'MANUAL' && filters.some((filter) => scanningFilterTakes(filter, name)),
  );
}

/**
 * "A filter with no wildcard will match all repository names that contain the filter."
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function scanningFilterTakes(filter: string, name: RepositoryName): boolean {
  return filter.includes('*') ? wildcardMatch(filter, name) : name.includes(filter);
}

/** Whether a filter matches every name that another one matches. */
export function scanningFilterIncludes(wide: string, narrow: string): boolean {
  return wildcardIncludes(wildcardOf(wide), wildcardOf(narrow));
}

function wildcardOf(filter: string): string {
  return filter.includes('*') ? filter : `*${filter}*`;
}
