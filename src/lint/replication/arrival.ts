import { NO_CONTEXT } from '../../access/evaluate/evaluation-context';
import { explainReplication, type ReplicationExplanation } from '../../access/explain/explain-replication';
import type { RegistryId } from '../../aws/arn';
import { exampleRepositoryName, type RepositoryFilter, type RepositoryName } from '../../aws/names';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown, knownStatements } from '../../model/unknown';
import { compareAccounts } from './paths';

/**
 * Whether images of a repository that a rule matches arrive at the destination. `withoutPolicy`: the required registry
 * policy is in no plan, but may be in another stack. `unclear`: unknown from these plans.
 */
export type Arrival = 'arrives' | 'refused' | 'unclear' | 'withoutPolicy';

/**
 * Returns a function that evaluates the arrival for one repository.
 * @param to the registry at `destination`; undefined if it is in no plan
 */
export function arrivalAt(
  from: PlannedRegistry,
  destination: RegistryId,
  to: PlannedRegistry | undefined,
): (name: RepositoryName) => Arrival {
  // Replication within one account requires no permission.
  if (to === undefined) return () => (compareAccounts(from, destination) === 'one' ? 'arrives' : 'unclear');
  if (!isKnownFromPlans(from, to)) return () => 'unclear';
  if (compareAccounts(from, to) === 'two' && to.policy === undefined) return () => 'withoutPolicy';
  const decisionFor = createReplicationEvaluator(from, to);
  return (name) => {
    const { verdict, actions } = decisionFor(name);
    if (verdict === 'allowed') return 'arrives';
    const denied = actions.flatMap(({ action, decision }) => (decision.verdict === 'denied' ? [action] : []));
    if (denied.includes('ecr:ReplicateImage')) return 'refused';
    // A destination without any repository in these plans probably has its repositories in another stack.
    return denied.length > 0 && to.repositories.length > 0 ? 'refused' : 'unclear';
  };
}

/**
 * Whether the destination may accept a repository that is in no plan.
 * @param to undefined if it is in no plan
 * @param isCandidate limits the names to evaluate
 */
export function mayAcceptOthers(
  from: PlannedRegistry,
  to: PlannedRegistry | undefined,
  filter: RepositoryFilter | 'all',
  isCandidate: (name: RepositoryName) => boolean,
): boolean {
  if (to === undefined || !isKnownFromPlans(from, to)) return true;
  if (compareAccounts(from, to) === 'two' && to.policy === undefined) return true;
  const decisionFor = createReplicationEvaluator(from, to);
  const known = new Set(from.repositories.map(({ name }) => name));
  const examples = [...namesStartingWith(filter === 'all' ? '' : filter), ...namesInPolicy(to)];
  return examples
    .filter((name) => !known.has(name) && isCandidate(name))
    .some((name) =>
      decisionFor(name).actions.some(
        ({ action, decision }) => action === 'ecr:ReplicateImage' && decision.verdict !== 'denied',
      ),
    );
}

/** Returns example names that the Resource values of the registry policy match; replaces each wildcard by a letter. */
function namesInPolicy({ policy }: PlannedRegistry): readonly RepositoryName[] {
  return knownStatements(policy)
    .flatMap(({ resources }) => resources?.values ?? [])
    .flatMap((resource) => /^arn:(?:[^:]*:){4}repository\/(.+)$/.exec(resource)?.[1] ?? [])
    .map((name) => exampleRepositoryName(name.replaceAll(/[*?]/g, 'x')));
}

/** Returns example names that a filter matches. */
export function namesStartingWith(filter: string): readonly RepositoryName[] {
  return ['', 'x', '-x', '/x'].map((rest) => exampleRepositoryName(`${filter}${rest}`));
}

function isKnownFromPlans(from: PlannedRegistry, to: PlannedRegistry): boolean {
  return compareAccounts(from, to) !== 'open' && isKnown(to.policy ?? []);
}

/** Returns a function that evaluates replication of a repository between two registries, without other registries or identities. */
export function createReplicationEvaluator(
  from: PlannedRegistry,
  to: PlannedRegistry,
): (repository: RepositoryName) => ReplicationExplanation<PlannedRegistry> {
  const topology = { registries: [from, to], identities: [] };
  return (repository) => explainReplication(topology, { from, to, repository }, NO_CONTEXT);
}
