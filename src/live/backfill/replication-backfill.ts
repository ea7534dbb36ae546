import type { KnownRegistryId } from '../../aws/arn';
import { uncheckedAccountId, uncheckedRegion } from '../../aws/names';
import { compareText } from '../../base/collections';
import type { CallOutput } from '../session';

/** One replication backfill of ECR: it replicates the existing images of a registry to one destination. */
export interface ReplicationBackfill {
  readonly id: string;
  readonly destination: KnownRegistryId;
  readonly status: BackfillStatus;
  /** Undefined while ECR prepares the list of images, and if it was stopped before. */
  readonly progress: BackfillProgress | undefined;
  /** Why the backfill failed. */
  readonly failureCode: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | undefined;
}

type BackfillStatus = 'PREPARING' | 'IN_PROGRESS' | 'STOPPING' | EndStatus;

type EndStatus = 'COMPLETE' | 'FAILED' | 'STOPPED';

/** ECR counts each tag of an image. An image without a tag counts once. */
export interface BackfillProgress {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  /** Sorted. */
  readonly failureCodes: readonly string[];
}

/** An image that a backfill did not replicate. */
export interface FailedImage {
  readonly repository: string;
  readonly digest: string | undefined;
  readonly tag: string | undefined;
  readonly failureCode: string | undefined;
  /** The codes of the images in a manifest list. Sorted. */
  readonly subImageFailureCodes: readonly string[];
}

const END_STATUSES: ReadonlySet<string> = new Set<EndStatus>(['COMPLETE', 'FAILED', 'STOPPED']);

/** A status that this program does not know counts as running, so that no second backfill is started. */
export function isRunning({ status }: Pick<ReplicationBackfill, 'status'>): boolean {
  return !END_STATUSES.has(status);
}

/**
 * Returns whether a backfill ended and replicated every image. ECR reports `FAILED` only from the 100th image on, so
 * that a smaller backfill ends as `COMPLETE` with failed images.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication-backfill.html
 */
export function isSuccessful({
  status,
  progress,
}: Pick<ReplicationBackfill, 'progress' | 'status'>): boolean {
  return status === 'COMPLETE' && (progress?.failed ?? 0) === 0;
}

/** Returns the backfill that started last. */
export function latestOf(backfills: readonly ReplicationBackfill[]): ReplicationBackfill | undefined {
  return [...backfills].sort(compareStart).at(-1);
}

/** The earliest first. */
function compareStart(one: ReplicationBackfill, other: ReplicationBackfill): number {
  return compareText(one.startedAt, other.startedAt) || compareText(one.id, other.id);
}

type Description = CallOutput<'ecr:DescribeReplicationBackfillResults'>;
type Summary = NonNullable<CallOutput<'ecr:ListReplicationBackfills'>['backfills']>[number];
type Result = NonNullable<Description['results']>[number];

/** Reads what the calls return. `StartReplicationBackfill` and `StopReplicationBackfill` return no progress. */
export function toBackfill(answer: Partial<Description & Summary>): ReplicationBackfill {
  const { destination, progress } = answer;
  return {
    id: answer.replicationBackfillId ?? '',
    destination: {
      accountId: uncheckedAccountId(destination?.registryId ?? ''),
      region: uncheckedRegion(destination?.region ?? ''),
    },
    status: answer.status ?? 'PREPARING',
    // ECR documents null, which the type of the SDK does not contain.
    progress: (progress ?? undefined) && {
      total: progress?.totalReplicationCount ?? 0,
      completed: progress?.completedReplicationCount ?? 0,
      failed: progress?.failedReplicationCount ?? 0,
      failureCodes: [...(progress?.failureCodes ?? [])].sort(compareText),
    },
    failureCode: answer.failureCode ?? undefined,
    startedAt: answer.startedAt?.toISOString() ?? '',
    endedAt: answer.endedAt?.toISOString(),
  };
}

export function toFailedImage({
  repositoryName = '',
  imageId,
  failureCode,
  subImageFailureCodes,
}: Result): FailedImage {
  return {
    repository: repositoryName,
    digest: imageId?.imageDigest,
    tag: imageId?.imageTag,
    failureCode,
    subImageFailureCodes: [...(subImageFailureCodes ?? [])].sort(compareText),
  };
}
