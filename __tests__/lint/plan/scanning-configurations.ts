import type { ResourceParts } from '../../plan/plans';

type ScanRule = readonly [frequency: string, ...filters: readonly string[]];

export const scanningValues = (type: string, ...rules: readonly ScanRule[]): object => ({
  scan_type: type,
  rule: rules.map(([frequency, ...filters]) => ({
    scan_frequency: frequency,
    repository_filter: filters.map((filter) => ({ filter, filter_type: 'WILDCARD' })),
  })),
});

/** The configuration of a registry; without `before` it is created, without `after` it is destroyed. */
export const scanningConfiguration = (
  before: object | undefined,
  after: object | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: 'aws_ecr_registry_scanning_configuration',
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  ...parts,
});

export const CONFIGURATION = 'aws_ecr_registry_scanning_configuration.this';
export const ALWAYS = scanningValues('ENHANCED', ['CONTINUOUS_SCAN', '*']);
export const ON_PUSH = scanningValues('BASIC', ['SCAN_ON_PUSH', '*']);
