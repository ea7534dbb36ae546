import type { ReplicationBackfillResult } from '@aws-sdk/client-ecr';
import type { BackfillState, RegistryState, Replication, World } from '../world';
import { idsOf } from './images';
import { destinationsOf, keyOf, replicate } from './replicate';

const FINISHED: readonly BackfillState['status'][] = ['COMPLETE', 'FAILED', 'STOPPED'];

export function isFinished({ status }: BackfillState): boolean {
  return FINISHED.includes(status);
}

/** Advances a backfill by one step: to the next status, or by one batch of replications. */
export function advanceBackfill(world: World, registry: RegistryState, backfill: BackfillState): void {
  switch (backfill.status) {
    case 'PREPARING':
      prepare(registry, backfill);
      return;
    case 'IN_PROGRESS':
      processBatch(world, backfill);
      return;
    case 'STOPPING':
      end(world, backfill, 'STOPPED');
      return;
    case 'COMPLETE':
    case 'FAILED':
    case 'STOPPED':
      return;
  }
}

/** Lists the images that the rules match now. Each tag of an image is a replication. */
function prepare(registry: RegistryState, backfill: BackfillState): void {
  const { destination } = backfill;
  const repositories = [...registry.repositories.values()].filter(({ name }) =>
    destinationsOf(registry, name).some((each) => keyOf(each) === keyOf(destination)),
  );
  backfill.queue = repositories.flatMap((repository) =>
    [...repository.images.values()].flatMap((image) =>
      idsOf(image).map(({ imageTag: tag }) => ({
        source: registry,
        repository,
        digest: image.digest,
        tag,
        destination,
      })),
    ),
  );
  backfill.progress = {
    totalReplicationCount: backfill.queue.length,
    completedReplicationCount: 0,
    failedReplicationCount: 0,
    failureCodes: [],
  };
  backfill.status = 'IN_PROGRESS';
}

/** ECR evaluates the share of failed replications only after it processed this many. */
const LEAST_PROCESSED = 100;

function processBatch(world: World, backfill: BackfillState): void {
  const batch = backfill.queue.slice(0, world.options.backfillBatch);
  backfill.queue = backfill.queue.slice(batch.length);
  backfill.results.push(...batch.map((replication) => resultOf(world, replication)));
  const failed = backfill.results.filter(({ status }) => status === 'FAILED');
  const processed = backfill.results.length;
  backfill.progress = {
    totalReplicationCount: processed + backfill.queue.length,
    completedReplicationCount: processed - failed.length,
    failedReplicationCount: failed.length,
    failureCodes: [...new Set(failed.flatMap(({ failureCode }) => failureCode ?? []))],
  };
  if (processed >= LEAST_PROCESSED && failed.length * 2 >= processed) {
    // AWS does not document the code.
    backfill.failureCode = 'FAILURE_THRESHOLD_EXCEEDED';
    end(world, backfill, 'FAILED');
  } else if (backfill.queue.length === 0) {
    end(world, backfill, 'COMPLETE');
  }
}

function resultOf(world: World, replication: Replication): ReplicationBackfillResult {
  const { repository, digest, tag } = replication;
  const failureCode = replicate(world, replication);
  const isIndex = (repository.images.get(digest)?.children.length ?? 0) > 0;
  return {
    repositoryName: repository.name,
    imageId: { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) },
    status: failureCode === undefined ? 'COMPLETE' : 'FAILED',
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(isIndex ? { subImageFailureCodes: failureCode === undefined ? [] : [failureCode] } : {}),
  };
}

function end(world: World, backfill: BackfillState, status: 'COMPLETE' | 'FAILED' | 'STOPPED'): void {
  backfill.status = status;
  backfill.endedAt = world.now;
  backfill.queue = [];
}
