import type {
  EncryptionConfiguration,
  ImageReplicationStatus,
  ImageStatus,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
  PullThroughCacheRule,
  RegistryScanningConfiguration,
  ReplicationBackfillProgress,
  ReplicationBackfillResult,
  ReplicationBackfillStatus,
  ReplicationDestination,
  ReplicationRule,
  RepositoryCreationTemplate,
} from '@aws-sdk/client-ecr';
import { emptyIam, type IamState } from './iam-state';
import { partitionOf } from './partitions';

/** Everything that the fake stores. */
export interface World {
  /** The registry of an account in a Region. Each exists, as in AWS. */
  readonly registry: (accountId: string, region: string) => RegistryState;
  readonly iam: (accountId: string) => IamState;
  readonly registries: () => readonly RegistryState[];
  /** Deletes everything in every registry, and in IAM. */
  readonly clear: () => void;
  readonly options: WorldOptions;
  /** The time in ECR. Only tests advance it. */
  now: Date;
}

export interface WorldOptions {
  /** Selects one of many orders in which lists are returned, so that a test can compare two. */
  orderSalt: string;
  /**
   * The items of a page at most, even if the client requests more. AWS may return fewer than requested, and an empty page at
   * the end.
   */
  maxPageSize: number | undefined;
  /** Whether each call that describes backfills also advances them, or only `fake.advance()`. */
  backfillPace: 'describe' | 'manual';
  /** How many replications of a backfill one step processes. */
  backfillBatch: number;
  /** Whether `PutImage` replicates immediately, or `fake.advance()` does. */
  replicationPace: 'immediate' | 'manual';
  /** Returns the failure code of a replication that the test wants to fail, or undefined. */
  replicationFailure: ((replication: Replication) => string | undefined) | undefined;
}

export interface Replication {
  readonly source: RegistryState;
  readonly repository: RepositoryState;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly destination: KnownDestination;
}

export interface KnownDestination {
  readonly region: string;
  readonly registryId: string;
}

export interface RegistryState {
  readonly accountId: string;
  readonly region: string;
  readonly repositories: Map<string, RepositoryState>;
  policy: string | undefined;
  replication: readonly ReplicationRule[];
  scanning: RegistryScanningConfiguration;
  readonly templates: Map<string, RepositoryCreationTemplate>;
  readonly cacheRules: Map<string, PullThroughCacheRule>;
  readonly accountSettings: Map<string, string>;
  readonly exclusions: Set<string>;
  /** The status of Amazon Inspector for ECR. */
  inspector: string;
  readonly backfills: Map<string, BackfillState>;
  /** Replications that `fake.advance()` performs. */
  readonly pending: Replication[];
}

export interface RepositoryState {
  readonly name: string;
  readonly createdAt: Date;
  readonly mutability: ImageTagMutability;
  readonly exclusionFilters: readonly ImageTagMutabilityExclusionFilter[];
  readonly scanOnPush: boolean;
  readonly encryption: EncryptionConfiguration;
  readonly tags: ReadonlyMap<string, string>;
  policy: string | undefined;
  lifecycle: string | undefined;
  /** By digest. */
  readonly images: Map<string, ImageState>;
}

export interface ImageState {
  readonly digest: string;
  readonly tags: Set<string>;
  readonly manifest: string;
  readonly mediaType: string;
  readonly artifactMediaType: string | undefined;
  readonly size: number;
  readonly status: ImageStatus;
  pushedAt: Date;
  /** The digests that an index contains. */
  readonly children: readonly string[];
  /** By destination. Only images that were replicated, or should have been, have one. */
  readonly replicationStatuses: Map<string, ImageReplicationStatus>;
}

export interface BackfillState {
  readonly id: string;
  readonly destination: ReplicationDestination & KnownDestination;
  readonly startedAt: Date;
  status: ReplicationBackfillStatus;
  failureCode: string | undefined;
  progress: ReplicationBackfillProgress | undefined;
  queue: readonly Replication[];
  readonly results: ReplicationBackfillResult[];
  endedAt: Date | undefined;
}

export const DEFAULT_OPTIONS: WorldOptions = {
  orderSalt: '',
  maxPageSize: undefined,
  backfillPace: 'describe',
  backfillBatch: 50,
  replicationPace: 'immediate',
  replicationFailure: undefined,
};

export function createWorld(options: Partial<WorldOptions>): World {
  const registries = new Map<string, RegistryState>();
  const iam = new Map<string, IamState>();
  return {
    registry: (accountId, region) => {
      const key = `${accountId}/${region}`;
      const existing = registries.get(key) ?? emptyRegistry(accountId, region);
      registries.set(key, existing);
      return existing;
    },
    iam: (accountId) => {
      const existing = iam.get(accountId) ?? emptyIam();
      iam.set(accountId, existing);
      return existing;
    },
    registries: () => [...registries.values()],
    clear: () => {
      registries.clear();
      iam.clear();
    },
    options: { ...DEFAULT_OPTIONS, ...options },
    now: new Date('2026-11-01T00:00:00Z'),
  };
}

function emptyRegistry(accountId: string, region: string): RegistryState {
  return {
    accountId,
    region,
    repositories: new Map(),
    policy: undefined,
    replication: [],
    scanning: { scanType: 'BASIC', rules: [] },
    templates: new Map(),
    cacheRules: new Map(),
    accountSettings: new Map([
      ['BASIC_SCAN_TYPE_VERSION', 'AWS_NATIVE'],
      ['BLOB_MOUNTING', 'DISABLED'],
      ['REGISTRY_POLICY_SCOPE', 'V2'],
    ]),
    exclusions: new Set(),
    inspector: 'DISABLED',
    backfills: new Map(),
    pending: [],
  };
}

export function repositoryArn({ accountId, region }: RegistryState, name: string): string {
  return `arn:${partitionOf(region)}:ecr:${region}:${accountId}:repository/${name}`;
}
