import { actionsMeant, type PolicyStatement } from '../../registry';
import { namedStatements } from '../policies/policies-after';
import type { PolicyInPlan } from '../resources/planned';

/** What a policy has that lets somebody replicate, by name: what a wildcard takes along was not meant so. */
export interface ReplicateStatements {
  /** Where it stands: `statement 'Replication'`. Not empty. */
  readonly places: readonly string[];
  /** Empty if one has no principals, or they, its actions or its conditions are known only after apply. */
  readonly statements: readonly PolicyStatement[];
}

/** Undefined where nothing of it is for replication, as far as that is known. */
export function replicateStatements(policy: PolicyInPlan): ReplicateStatements | undefined {
  const found = namedStatements(policy).filter(
    ({ statement: { effect, actions } }) =>
      effect === 'Allow' && !actions.isNot && actions.values.some(isReplicate),
  );
  if (found.length === 0) return undefined;
  const isWhole = found.every(
    ({ statement, unknown }) =>
      statement.principals !== undefined && unknown.every((part) => part === 'resources'),
  );
  return {
    places: found.map(({ label }) => label),
    statements: isWhole ? found.map(({ statement }) => statement) : [],
  };
}

function isReplicate(action: string): boolean {
  const [first, ...others] = actionsMeant(action);
  return first === 'ecr:ReplicateImage' && others.length === 0;
}
