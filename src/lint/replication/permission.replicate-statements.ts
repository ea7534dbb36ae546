import { matchingActions } from '../../aws/policy/actions.actions';
import type { PolicyStatement } from '../../aws/policy/document';
import type { PolicyInPlan } from '../../plan/model/planned-resource';
import { namedStatements } from '../predicates/policies-after';

/** The statements of a policy that name ecr:ReplicateImage. A wildcard that includes it does not count. */
export interface ReplicationStatements {
  /** `statement 'Replication'`. Not empty. */
  readonly labels: readonly string[];
  /** Empty if the principals of a statement are missing, or its principals, actions or conditions are known only after apply. */
  readonly statements: readonly PolicyStatement[];
}

/** Returns undefined if no known statement names ecr:ReplicateImage. */
export function findReplicationStatements(policy: PolicyInPlan): ReplicationStatements | undefined {
  const found = namedStatements(policy).filter(
    ({ statement: { effect, actions } }) =>
      effect === 'Allow' && !actions.isNot && actions.values.some(isReplicateImage),
  );
  if (found.length === 0) return undefined;
  const isComplete = found.every(
    ({ statement, unknown }) =>
      statement.principals !== undefined && unknown.every((part) => part === 'resources'),
  );
  return {
    labels: found.map(({ label }) => label),
    statements: isComplete ? found.map(({ statement }) => statement) : [],
  };
}

function isReplicateImage(action: string): boolean {
  const [first, ...others] = matchingActions(action);
  return first === 'ecr:ReplicateImage' && others.length === 0;
}
