import { explainReplication, NO_CONTEXT, type ReplicationExplanation } from '../../access';
import type { PlannedRegistry, RepositoryName } from '../../registry';

/** Returns a function that evaluates replication of a repository between two registries, without other registries or identities. */
export function createReplicationEvaluator(
  from: PlannedRegistry,
  to: PlannedRegistry,
): (repository: RepositoryName) => ReplicationExplanation {
  const topology = { registries: [from, to], identities: [] };
  return (repository) => explainReplication(topology, { from, to, repository }, NO_CONTEXT);
}
