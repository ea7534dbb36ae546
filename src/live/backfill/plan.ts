import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { isList } from '../../base/collections';
import { isReplicated } from '../../model/replication';
import type { PlannedReplicationRule, Registry } from '../../model/topology';
import type { Failure } from '../failure';
import { isRunning, isSuccessful, latestOf, type ReplicationBackfill } from './replication-backfill';

/** A source registry and one of its declared destinations. ECR replicates to each with its own backfill. */
export interface Route {
  readonly from: Registry;
  readonly to: Registry;
}

/** Images of a repository that the source contains and the destination does not. */
export interface MissingImages {
  readonly repository: RepositoryName;
  readonly count: number;
}

/** Repositories that lack images, sorted, or why the images could not be compared. */
export type MissingImagesOrFailure = readonly MissingImages[] | Failure;

/** What is known about a route before anything is started. */
export interface RouteFacts {
  /** The replication rules that AWS applies now. */
  readonly liveRules: readonly PlannedReplicationRule[];
  /** The backfills of the source to all destinations. */
  readonly backfills: readonly ReplicationBackfill[];
  readonly missing: MissingImagesOrFailure;
}

export interface RoutePlan extends Route {
  readonly decision: Decision;
  /** The backfill that started last. */
  readonly last: ReplicationBackfill | undefined;
  readonly missing: MissingImagesOrFailure;
  /** Declared repositories that the rules in AWS do not replicate to the destination. A backfill leaves them out. */
  readonly withoutLiveRule: readonly RepositoryName[];
  /** Every backfill to the destination. One that is not in this list was started after the plan. */
  readonly knownIds: ReadonlySet<string>;
}

export type Decision =
  | 'start'
  /** A backfill is running. It is followed to its end. */
  | 'follow'
  /** The destination has every image. */
  | 'up-to-date'
  /** The last backfill replicated every image, and the images could not be compared. */
  | 'finished'
  /** The last backfill failed, was stopped, or left images out. Only `--retry` starts another one. */
  | 'retry'
  /** No rule in AWS replicates to the destination, so ECR would reject a backfill. */
  | 'not-deployed';

/** Returns the declared routes, by the order of the registries. */
export function routesOf(registries: readonly Registry[]): readonly Route[] {
  return registries.flatMap((from) => {
    const destinations = destinationsOf(from.replication);
    return registries.filter((to) => destinations.has(registryKey(to))).map((to) => ({ from, to }));
  });
}

function destinationsOf(rules: readonly PlannedReplicationRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ destinations }) => destinations.map(registryKey)));
}

/**
 * Decides what to do for a route. A second run never starts a backfill that the first one started, because it follows
 * a running one, and starts another one after a failure only if the user requests it.
 */
export function planRoute(
  { from, to }: Route,
  { liveRules, backfills, missing }: RouteFacts,
  isRetry: boolean,
): RoutePlan {
  const toDestination = backfills.filter(({ destination }) => registryKey(destination) === registryKey(to));
  const live = { ...from, replication: liveRules };
  const last = toDestination.find(isRunning) ?? latestOf(toDestination);
  const hasRule = destinationsOf(liveRules).has(registryKey(to));
  // A backfill does not replicate the others.
  const replicated = isList(missing)
    ? missing.filter(({ repository }) => isReplicated(live, to, repository))
    : missing;
  return {
    from,
    to,
    decision: decide({ last, missing: replicated, hasRule, isRetry }),
    last,
    missing: replicated,
    withoutLiveRule: from.repositories
      .map(({ name }) => name)
      .filter((name) => isReplicated(from, to, name) && !isReplicated(live, to, name)),
    knownIds: new Set(toDestination.map(({ id }) => id)),
  };
}

interface DecisionFacts {
  readonly last: ReplicationBackfill | undefined;
  readonly missing: MissingImagesOrFailure;
  readonly hasRule: boolean;
  readonly isRetry: boolean;
}

function decide({ last, missing, hasRule, isRetry }: DecisionFacts): Decision {
  if (last !== undefined && isRunning(last)) return 'follow';
  if (!hasRule) return 'not-deployed';
  if (isList(missing) && missing.length === 0) return 'up-to-date';
  if (last === undefined || isRetry) return 'start';
  if (!isSuccessful(last)) return 'retry';
  return isList(missing) ? 'start' : 'finished';
}
