import type {
  DescribeImageReplicationStatusRequest,
  DescribeImageReplicationStatusResponse,
  DescribeReplicationBackfillResultsRequest,
  DescribeReplicationBackfillResultsResponse,
  ListReplicationBackfillsRequest,
  ListReplicationBackfillsResponse,
  StartReplicationBackfillRequest,
  StartReplicationBackfillResponse,
  StopReplicationBackfillRequest,
  StopReplicationBackfillResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../aws-error';
import { page } from '../pages';
import { repositoryNameOf, required } from '../parameters';
import type { BackfillState, RegistryState, World } from '../world';
import { advanceBackfill, isFinished } from './backfill-steps';
import { registryOf, repositoryIn, type EcrContext } from './context';
import { imageOf } from './images';
import { keyOf } from './replicate';
import { scopeOf } from './repositories';

export function describeImageReplicationStatus(
  context: EcrContext,
  input: DescribeImageReplicationStatusRequest,
): DescribeImageReplicationStatusResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  const imageId = required(input.imageId, 'imageId');
  const { digest, replicationStatuses } = imageOf(registry, repository, imageId);
  return {
    repositoryName: repository.name,
    imageId: { imageDigest: digest, ...imageId },
    replicationStatuses: [...replicationStatuses.values()],
  };
}

const MAX_BACKFILLS = 10;

export function startReplicationBackfill(
  context: EcrContext,
  input: StartReplicationBackfillRequest,
): StartReplicationBackfillResponse {
  const registry = registryOf(context, input);
  const { region, registryId } = required(input.destination, 'destination');
  const destination = {
    region: required(region, 'destination.region'),
    registryId: required(registryId, 'destination.registryId'),
  };
  const running = [...registry.backfills.values()].filter((each) => !isFinished(each));
  const isConfigured = registry.replication.some(({ destinations = [] }) =>
    destinations.some((each) => each.region === region && each.registryId === registryId),
  );
  if (!isConfigured) {
    throw new AwsError(
      'ValidationException',
      `The destination '${keyOf(destination)}' is not in the replication configuration of the registry with id '${registry.accountId}'`,
    );
  }
  if (running.some((each) => each.destination.region === region)) {
    throw new AwsError(
      'ReplicationBackfillInProgressException',
      `A replication backfill is already in progress for the destination Region '${destination.region}'`,
    );
  }
  if (running.length >= MAX_BACKFILLS) {
    throw new AwsError(
      'LimitExceededException',
      `The registry with id '${registry.accountId}' has reached the limit of ${MAX_BACKFILLS} replication backfills in progress`,
    );
  }
  const backfill = newBackfill(context.world, registry, destination);
  registry.backfills.set(backfill.id, backfill);
  return { registryId: registry.accountId, ...startedOf(backfill) };
}

function newBackfill(
  { now }: World,
  { backfills, accountId, region }: RegistryState,
  destination: BackfillState['destination'],
): BackfillState {
  const number = String(backfills.size + 1).padStart(12, '0');
  return {
    id: `backfill-${accountId}-${region}-${number}`,
    destination,
    startedAt: now,
    status: 'PREPARING',
    failureCode: undefined,
    progress: undefined,
    queue: [],
    results: [],
    endedAt: undefined,
  };
}

function startedOf({ id, destination, status, startedAt }: BackfillState) {
  return { replicationBackfillId: id, destination, status, startedAt };
}

export function stopReplicationBackfill(
  context: EcrContext,
  input: StopReplicationBackfillRequest,
): StopReplicationBackfillResponse {
  const registry = registryOf(context, input);
  const backfill = backfillIn(context.world, registry, input.replicationBackfillId);
  if (backfill.status !== 'PREPARING' && backfill.status !== 'IN_PROGRESS') {
    throw new AwsError(
      'ReplicationBackfillInvalidStatusException',
      `The replication backfill with id '${backfill.id}' cannot be stopped because its status is ${backfill.status}`,
    );
  }
  backfill.status = 'STOPPING';
  return { registryId: registry.accountId, ...startedOf(backfill) };
}

/** The progress is missing until the images are known, and the results until the backfill ended. */
export function describeReplicationBackfillResults(
  context: EcrContext,
  input: DescribeReplicationBackfillResultsRequest,
): DescribeReplicationBackfillResultsResponse {
  const registry = registryOf(context, input);
  const backfill = backfillIn(context.world, registry, input.replicationBackfillId);
  const { resultStatusFilter: filter } = input;
  const results = isFinished(backfill)
    ? backfill.results.filter(({ status }) => filter === undefined || status === filter)
    : [];
  const list = { items: results, scope: scopeOf(registry, `results ${backfill.id}`) };
  const { items, ...rest } = page(context.world.options, list, input);
  const answer = {
    registryId: registry.accountId,
    ...describedBackfill(backfill),
    results: items,
    ...rest,
  };
  if (context.world.options.backfillPace === 'describe') advanceBackfill(context.world, registry, backfill);
  return answer;
}

export function listReplicationBackfills(
  context: EcrContext,
  input: ListReplicationBackfillsRequest,
): ListReplicationBackfillsResponse {
  const registry = registryOf(context, input);
  const list = {
    items: keptBackfills(context.world, registry),
    scope: scopeOf(registry, 'backfills'),
    sizes: { default: 25, max: 50 },
  };
  const { items, ...rest } = page(context.world.options, list, input);
  const answer = { registryId: registry.accountId, backfills: items.map(describedBackfill), ...rest };
  if (context.world.options.backfillPace === 'describe') {
    for (const backfill of items) advanceBackfill(context.world, registry, backfill);
  }
  return answer;
}

function describedBackfill(backfill: BackfillState) {
  const { failureCode, progress, endedAt } = backfill;
  return {
    ...startedOf(backfill),
    ...(failureCode === undefined ? {} : { failureCode }),
    ...(progress === undefined ? {} : { progress }),
    ...(endedAt === undefined ? {} : { endedAt }),
  };
}

function backfillIn(world: World, registry: RegistryState, id: string | undefined): BackfillState {
  const wanted = required(id, 'replicationBackfillId');
  const backfill = keptBackfills(world, registry).find((each) => each.id === wanted);
  if (backfill === undefined) {
    throw new AwsError(
      'ReplicationBackfillNotFoundException',
      `The replication backfill with id '${wanted}' does not exist in the registry with id '${registry.accountId}'`,
    );
  }
  return backfill;
}

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** Returns the backfills, the latest first. ECR deletes one 90 days after it ended. */
function keptBackfills({ now }: World, { backfills }: RegistryState): readonly BackfillState[] {
  return [...backfills.values()]
    .filter(({ endedAt }) => endedAt === undefined || now.getTime() - endedAt.getTime() <= KEPT_MS)
    .reverse();
}
