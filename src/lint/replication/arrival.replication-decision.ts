import { NO_CONTEXT } from '../../access/evaluate/evaluation-context';
import { explainReplication, type ReplicationExplanation } from '../../access/explain/explain-replication';
import type { RepositoryName } from '../../aws/names';
import type { PlannedRegistry } from '../../model/topology';

/** Returns a function that evaluates replication of a repository between two registries, without other registries or identities. */
export function createReplicationEvaluator(
  from: PlannedRegistry,
  to: PlannedRegistry,
): (repository: RepositoryName) => ReplicationExplanation {
  const topology = { registries: [from, to], identities: [] };
  return (repository) => explainReplication(topology, { from, to, repository }, NO_CONTEXT);
}
