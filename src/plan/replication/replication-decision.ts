import { explainReplication, NOTHING_GIVEN, type ReplicationExplanation } from '../../access';
import type { PlannedRegistry, RepositoryName } from '../../registry';

/** Asks the evaluator about one repository after another, of two registries and nothing beside them. */
export function replicationDecision(
  from: PlannedRegistry,
  to: PlannedRegistry,
): (repository: RepositoryName) => ReplicationExplanation {
  const topology = { registries: [from, to], identities: [] };
  return (repository) => explainReplication(topology, { from, to, repository }, NOTHING_GIVEN);
}
