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
  readonly frequency: 'CONTINUOUS_SCAN' | 'MANUAL' | 'SCAN_ON_PUSH';
  /** `WILDCARD` filters, sorted: without `*`, a filter takes every name that holds it. */
  readonly filters: readonly string[];
}

/** What a registry does of which nothing is said: it leaves scanning to each repository. */
export const DEFAULT_SCANNING: Scanning = { type: 'BASIC', rules: [] };
