import { actionsMeant, type PolicyStatement } from '../../registry';
import { namedStatements } from '../policies/policies-after';
import type { PolicyInPlan } from '../resources/planned';

/** The statements of a policy that name ecr:ReplicateImage. A wildcard that includes it does not count. */
export interface ReplicateStatements {
  /** `statement 'Replication'`. Not empty. */
  readonly places: readonly string[];
  /** Empty if the principals of a statement are missing, or its principals, actions or conditions are known only after apply. */
  readonly statements: readonly PolicyStatement[];
}

/** Returns undefined if no known statement names ecr:ReplicateImage. */
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
