import type { Brand } from './brand';

export type Region = Brand<'Region'>;

export type PartitionId =
  'aws' | 'aws-cn' | 'aws-eusc' | 'aws-iso' | 'aws-iso-b' | 'aws-iso-e' | 'aws-iso-f' | 'aws-us-gov';

/** The id of any partition, in a pattern of ARNs: also of one that is newer than the table below. */
export const PARTITION_PATTERN = 'aws(?:-[a-z]+)*';

export interface Partition {
  /** As it stands in the second field of an ARN. */
  readonly id: PartitionId;
  /** The end of every service host name in the partition. */
  readonly dnsSuffix: string;
  readonly regions: readonly string[];
  /** Where the partition's IAM, which is one for all Regions, has its endpoint. */
  readonly iamRegion: string;
}

/**
 * AWS's partitions and the Regions that have ECR, from botocore 1.43 (`endpoints.json`, services `api.ecr` and `iam`).
 * Add a new Region here; a Region that is missing here is refused in a declaration.
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
 * Where there is ECR and no Amazon Inspector, and so no enhanced scanning (botocore 1.43, `endpoints.json`, service
 * `inspector2`).
 */
const WITHOUT_INSPECTOR: ReadonlySet<string> = new Set([
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

/** Whether a Region has Amazon Inspector, as far as this version knows. */
export function hasInspector(region: Region): boolean {
  return !WITHOUT_INSPECTOR.has(region);
}

const [COMMERCIAL] = PARTITIONS;

const PARTITION_OF_REGION = new Map<string, Partition>(
  PARTITIONS.flatMap((partition) => partition.regions.map((region) => [region, partition] as const)),
);

/** Every Region of every partition, in the table's order. */
export const REGIONS: readonly string[] = [...PARTITION_OF_REGION.keys()];

/** The partition a Region is in, or undefined where there is no such Region. */
export function tryGetPartition(region: string): Partition | undefined {
  return PARTITION_OF_REGION.get(region);
}

/**
 * The partition a Region is in. Of a Region that the table does not have (a plan may name a newer one), its first
 * letters tell, as they do for AWS's own SDKs.
 */
export function getPartition(region: Region): Partition {
  return tryGetPartition(region) ?? partitionByPrefix(region);
}

function partitionByPrefix(region: Region): Partition {
  const prefixOf = (known: string) => known.replace(/-[a-z]+-\d+$/, '-');
  const found = PARTITIONS.find(
    ({ id, regions }) => id !== 'aws' && regions.some((known) => region.startsWith(prefixOf(known))),
  );
  return found ?? COMMERCIAL;
}

/** The Region to reach a partition's IAM in. */
export function iamRegion(partition: PartitionId): string {
  const found = PARTITIONS.find(({ id }) => id === partition);
  if (found === undefined) throw new RangeError(`'${partition}' is not an AWS partition`);
  return found.iamRegion;
}
