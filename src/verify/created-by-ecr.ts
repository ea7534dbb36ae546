import { replicationCaller } from '../access/evaluate/caller';
import { NO_CONTEXT } from '../access/evaluate/evaluation-context';
import { decideAction } from '../access/explain/explain';
import type { RepositoryName } from '../aws/names';
import { nearestNamespace } from '../aws/namespaces';
import { getPartition } from '../aws/partitions';
import { isReplicated } from '../model/replication';
import type { Registry, Topology } from '../model/topology';

/**
 * Returns whether ECR creates a repository that is not declared: by replication, by pulling through a cache, or by a push
 * for which a creation template allows it.
 */
export function isCreatedByEcr(topology: Topology, registry: Registry, repository: RepositoryName): boolean {
  return (
    nearestNamespace(registry.pullThroughCache, repository) !== undefined ||
    nearestNamespace(registry.creationTemplates, repository)?.appliedFor.includes('CREATE_ON_PUSH') ===
      true ||
    topology.registries.some(
      (from) => isReplicated(from, registry, repository) && canCreate(topology, from, registry, repository),
    )
  );
}

/** In the same account, ECR requires no policy. */
function canCreate(topology: Topology, from: Registry, to: Registry, repository: RepositoryName): boolean {
  const caller = replicationCaller(getPartition(from.region).id, from.accountId);
  const target = { registry: to, repository };
  return decideAction(topology, caller, 'ecr:CreateRepository', target, NO_CONTEXT).verdict === 'allowed';
}
