import { explainReplication, NOTHING_GIVEN, type ReplicationExplanation } from '../access';
import type { PlannedRegistry, RepositoryName } from '../registry';

/**
 * Asks the evaluator about one repository after another. Each is asked about alone, so that the time does not grow with
 * the number of repositories beside it.
 */
export function replicationDecision(
  from: PlannedRegistry,
  to: PlannedRegistry,
): (repository: RepositoryName) => ReplicationExplanation {
  const aloneIn = (registry: PlannedRegistry) => {
    const held = new Map(registry.repositories.map((repository) => [repository.name, repository]));
    return (name: RepositoryName): PlannedRegistry => {
      const repository = held.get(name);
      return { ...registry, repositories: repository === undefined ? [] : [repository] };
    };
  };
  const [source, destination] = [aloneIn(from), aloneIn(to)];
  return (repository) => {
    const question = { from: source(repository), to: destination(repository), repository };
    const topology = { registries: [question.from, question.to], identities: [] };
    return explainReplication(topology, question, NOTHING_GIVEN);
  };
}
