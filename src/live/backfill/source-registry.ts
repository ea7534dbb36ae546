import type { KnownRegistryId } from '../../aws/arn';
import type { Region } from '../../aws/partitions';
import { sortedBy } from '../../base/collections';
import type { AwsSession } from '../session';
import {
  toBackfill,
  toFailedImage,
  type FailedImage,
  type ReplicationBackfill,
} from './replication-backfill';

/** The calls of ECR that backfills need, in the registry whose images are replicated. Each throws AwsError. */
export interface SourceRegistry {
  /** The running backfills, and those that ended in the last 90 days. */
  readonly listBackfills: () => Promise<readonly ReplicationBackfill[]>;
  /** Starts a backfill. A call that failed may have started it, unless AWS rejected it. */
  readonly start: (destination: KnownRegistryId) => Promise<ReplicationBackfill>;
  readonly read: (id: string) => Promise<ReplicationBackfill>;
  /** The images that an ended backfill did not replicate. Empty while it runs. */
  readonly readFailedImages: (id: string) => Promise<readonly FailedImage[]>;
  readonly stop: (id: string) => Promise<ReplicationBackfill>;
}

/** The largest pages that ECR returns. */
const LIST_PAGE = 50;
const RESULTS_PAGE = 1_000;

export function sourceRegistry(session: AwsSession, region: Region): SourceRegistry {
  return {
    listBackfills: async () => {
      const pages = await session.callAll('ecr:ListReplicationBackfills', { maxResults: LIST_PAGE }, region);
      return pages.flatMap(({ backfills = [] }) => backfills.map(toBackfill));
    },
    start: async ({ accountId, region: destinationRegion }) => {
      const destination = { region: destinationRegion, registryId: accountId };
      return toBackfill(await session.call('ecr:StartReplicationBackfill', { destination }, region));
    },
    read: async (id) => {
      // A page of one result: only the status and the progress are used.
      const input = { replicationBackfillId: id, maxResults: 1 };
      return toBackfill(await session.call('ecr:DescribeReplicationBackfillResults', input, region));
    },
    readFailedImages: async (id) => {
      const pages = await session.callAll(
        'ecr:DescribeReplicationBackfillResults',
        { replicationBackfillId: id, resultStatusFilter: 'FAILED', maxResults: RESULTS_PAGE },
        region,
      );
      return sortedBy(
        pages.flatMap(({ results = [] }) => results.map(toFailedImage)),
        ({ repository, tag = '', digest = '' }) => `${repository} ${tag} ${digest}`,
      );
    },
    stop: async (id) =>
      toBackfill(await session.call('ecr:StopReplicationBackfill', { replicationBackfillId: id }, region)),
  };
}
