import type { Brand } from '../base/brand';

export type Region = Brand<'Region'>;
/** A text that replaces an unknown Region in messages and keys. `isRegionKnown` returns false for it. */
export type UnknownRegion = Brand<'UnknownRegion'>;

export type PartitionId =
  'aws' | 'aws-cn' | 'aws-eusc' | 'aws-iso' | 'aws-iso-b' | 'aws-iso-e' | 'aws-iso-f' | 'aws-us-gov';

/** Matches a partition ID in ARN patterns, also one that is newer than the table below. */
export const PARTITION_PATTERN = 'aws(?:-[a-z]+)*';

export interface Partition {
  /** The second field of an ARN. */
  readonly id: PartitionId;
  /** Suffix of every service host name in the partition. */
  readonly dnsSuffix: string;
  readonly regions: readonly string[];
  /** The Region of the IAM endpoint. IAM is global in a partition. */
  readonly iamRegion: string;
}

/**
 * AWS's partitions and the Regions that have ECR, from botocore 1.43 (`endpoints.json`, services `api.ecr` and
 * `iam`). Add new Regions here: a declaration with a Region that is missing is rejected.
 */
export const PARTITIONS: readonly [Partition, ...Partition[]] = [
  {
    id: 'aws',
    dnsSuffix: 'amazonaws.com',
    regions: [
      'af-south-1',
      'ap-east-1',
      'ap-east-2',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ap-southeast-6',
      'ap-southeast-7',
      'ca-central-1',
      'ca-west-1',
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'mx-central-1',
      'sa-east-1',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ],
    iamRegion: 'us-east-1',
  },
  {
    id: 'aws-cn',
    dnsSuffix: 'amazonaws.com.cn',
    regions: ['cn-north-1', 'cn-northwest-1'],
    iamRegion: 'cn-north-1',
  },
  { id: 'aws-eusc', dnsSuffix: 'amazonaws.eu', regions: ['eusc-de-east-1'], iamRegion: 'eusc-de-east-1' },
  {
    id: 'aws-iso',
    dnsSuffix: 'c2s.ic.gov',
    regions: ['us-iso-east-1', 'us-iso-west-1'],
    iamRegion: 'us-iso-east-1',
  },
  {
    id: 'aws-iso-b',
    dnsSuffix: 'sc2s.sgov.gov',
    regions: ['us-isob-east-1', 'us-isob-west-1'],
    iamRegion: 'us-isob-east-1',
  },
  { id: 'aws-iso-e', dnsSuffix: 'cloud.adc-e.uk', regions: ['eu-isoe-west-1'], iamRegion: 'eu-isoe-west-1' },
  {
    id: 'aws-iso-f',
    dnsSuffix: 'csp.hci.ic.gov',
    regions: ['us-isof-east-1', 'us-isof-south-1'],
    iamRegion: 'us-isof-south-1',
  },
  {
    id: 'aws-us-gov',
    dnsSuffix: 'amazonaws.com',
    regions: ['us-gov-east-1', 'us-gov-west-1'],
    iamRegion: 'us-gov-west-1',
  },
];

/**
 * Regions with ECR and without Amazon Inspector, so without enhanced scanning (botocore 1.43, `endpoints.json`,
 * service `inspector2`).
 */
const REGIONS_WITHOUT_INSPECTOR: ReadonlySet<string> = new Set([
  'ap-southeast-6',
  'eusc-de-east-1',
  'us-iso-east-1',
  'us-iso-west-1',
  'us-isob-east-1',
  'us-isob-west-1',
  'eu-isoe-west-1',
  'us-isof-east-1',
  'us-isof-south-1',
]);

/** Returns whether a Region has Amazon Inspector. Returns true for a Region that the table does not contain. */
export function hasInspector(region: Region): boolean {
  return !REGIONS_WITHOUT_INSPECTOR.has(region);
}

const [COMMERCIAL] = PARTITIONS;

const PARTITION_OF_REGION = new Map<string, Partition>(
  PARTITIONS.flatMap((partition) => partition.regions.map((region) => [region, partition] as const)),
);

/** Every Region of every partition, in the order of the table. */
export const REGIONS: readonly string[] = [...PARTITION_OF_REGION.keys()];

/** Returns the partition of a Region, or undefined if the table does not contain the Region. */
export function tryGetPartition(region: string): Partition | undefined {
  return PARTITION_OF_REGION.get(region);
}

/** Returns whether a text has the form of a Region. The table is not used, because AWS adds Regions every year. */
export function isRegionKnown(region: string): region is Region {
  return /^[a-z]{2,8}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(region);
}

/** Returns whether the table contains a Region. */
export function isListedRegion(text: string): text is Region {
  return PARTITION_OF_REGION.has(text);
}

/**
 * Returns the partition of a Region. A plan may name a Region that is newer than the table. Its partition is
 * then derived from its prefix, as AWS SDKs do.
 */
export function getPartition(region: Region | UnknownRegion): Partition {
  return tryGetPartition(region) ?? partitionByPrefix(region);
}

function partitionByPrefix(region: string): Partition {
  const prefixOf = (known: string) => known.replace(/-[a-z]+-\d+$/, '-');
  const found = PARTITIONS.find(
    ({ id, regions }) => id !== 'aws' && regions.some((known) => region.startsWith(prefixOf(known))),
  );
  return found ?? COMMERCIAL;
}

/** Returns the Region of the IAM endpoint of a partition. */
export function iamRegion(partition: PartitionId): string {
  const found = PARTITIONS.find(({ id }) => id === partition);
  if (found === undefined) throw new RangeError(`'${partition}' is not an AWS partition`);
  return found.iamRegion;
}
