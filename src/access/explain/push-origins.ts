import type { RepositoryName } from '../../aws/names';
import { getPartition } from '../../aws/partitions';
import { isReplicated, originsOf } from '../../model/replication';
import { tryGetRepository, type PlannedRegistry, type PlannedTopology } from '../../model/topology';
import type { EvaluationContext } from '../evaluate/evaluation-context';
import type { Fix } from './fix';

/**
 * Returns the registries that images of a repository are pushed to before they are replicated to a registry; the registry itself
 * if images are pushed there. Without `isOriginal`, replication rules do not show whether images are also pushed to a destination.
 */
export function findPushOrigins(
  topology: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
  { isOriginal }: EvaluationContext,
): readonly PlannedRegistry[] {
  if (isOriginal === undefined) return originsOf(topology, registry, repository);
  if (isOriginal(registry.name, repository)) return [registry];
  return topology.registries.filter(
    (other) => isOriginal(other.name, repository) && isReplicated(other, registry, repository),
  );
}

/** Returns the registries of the topology that images of a repository are pushed to. */
export function findAllPushOrigins(
  topology: PlannedTopology,
  repository: RepositoryName,
  evaluationContext: EvaluationContext,
): readonly PlannedRegistry[] {
  const containing = topology.registries.filter((each) => tryGetRepository(each, repository) !== undefined);
  const origins = new Set(
    containing.flatMap((each) => findPushOrigins(topology, each, repository, evaluationContext)),
  );
  return topology.registries.filter((each) => origins.has(each));
}

/** Proposes how to replicate images of a repository to a registry that does not contain them. */
export function fixesByReplication(
  topology: PlannedTopology,
  origins: readonly PlannedRegistry[],
  to: PlannedRegistry,
  repository: RepositoryName,
): readonly Fix[] {
  const { id: partition } = getPartition(to.region);
  const samePartition = origins.filter(({ region }) => getPartition(region).id === partition);
  // Replication within an account needs no registry policy.
  const from = samePartition.find(({ accountId }) => accountId === to.accountId) ?? samePartition[0];
  if (from === undefined) {
    const [otherPartition] = origins;
    return otherPartition === undefined
      ? []
      : [{ kind: 'other-partition', from: getPartition(otherPartition.region).id, to: partition }];
  }
  const replicatingOrigin = samePartition.find((origin) => isReplicated(origin, to, repository));
  if (replicatingOrigin !== undefined) {
    return [{ kind: 'created', from: replicatingOrigin.name, to: to.name }];
  }
  const via = topology.registries.find(
    (each) =>
      each !== to &&
      !origins.includes(each) &&
      isReplicated(each, to, repository) &&
      origins.some((origin) => isReplicated(origin, each, repository)),
  );
  const entry = { from: [from.name], to: [to.name], repositories: [repository] };
  return [{ kind: 'rule', entry, via: via?.name }];
}
