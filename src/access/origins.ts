import {
  getPartition,
  isReplicated,
  originsOf,
  tryGetRepository,
  type PlannedRegistry,
  type PlannedTopology,
  type RepositoryName,
} from '../registry';
import type { Mend } from './mend';
import type { Given } from './situation';

/**
 * Returns the registries that images of a repository are pushed to before they are replicated to a registry; the registry itself
 * if images are pushed there. Without `isOriginal`, replication rules do not show whether images are also pushed to a destination.
 */
export function pushedTo(
  topology: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
  { isOriginal }: Given,
): readonly PlannedRegistry[] {
  if (isOriginal === undefined) return originsOf(topology, registry, repository);
  if (isOriginal(registry.name, repository)) return [registry];
  return topology.registries.filter(
    (other) => isOriginal(other.name, repository) && isReplicated(other, registry, repository),
  );
}

/** Returns the registries of the topology that images of a repository are pushed to. */
export function originsAnywhere(
  topology: PlannedTopology,
  repository: RepositoryName,
  given: Given,
): readonly PlannedRegistry[] {
  const holding = topology.registries.filter((each) => tryGetRepository(each, repository) !== undefined);
  const origins = new Set(holding.flatMap((each) => pushedTo(topology, each, repository, given)));
  return topology.registries.filter((each) => origins.has(each));
}

/** Proposes how to replicate images of a repository to a registry that does not contain them. */
export function replicateTo(
  topology: PlannedTopology,
  origins: readonly PlannedRegistry[],
  to: PlannedRegistry,
  repository: RepositoryName,
): readonly Mend[] {
  const { id: partition } = getPartition(to.region);
  const near = origins.filter(({ region }) => getPartition(region).id === partition);
  // Replication within an account needs no registry policy.
  const from = near.find(({ accountId }) => accountId === to.accountId) ?? near[0];
  if (from === undefined) {
    const [far] = origins;
    return far === undefined
      ? []
      : [{ kind: 'other-partition', from: getPartition(far.region).id, to: partition }];
  }
  const creating = near.find((origin) => isReplicated(origin, to, repository));
  if (creating !== undefined) return [{ kind: 'created', from: creating.name, to: to.name }];
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
