import { actionsMeant, type PolicyStatement } from '../../registry';
import { named } from '../policies/policies-after';
import type { PolicyInPlan } from '../resources/planned';

/** What a policy has that lets somebody replicate, by name: what a wildcard takes along was not meant so. */
export interface ReplicateStatements {
  /** Where it stands: `statement 'Replication'`. Not empty. */
  readonly places: readonly string[];
  /** Empty where the policy is known only after apply. */
  readonly statements: readonly PolicyStatement[];
}

/** Undefined where nothing of it is for replication, as far as that is known. */
export function replicateStatements(policy: PolicyInPlan): ReplicateStatements | undefined {
  if (policy.kind === 'faulty') return undefined;
  if (policy.kind === 'notKnown') {
    const isThere = policy.outline.some(
      ({ effect, actions }) => effect === 'Allow' && actions.some(isReplicate),
    );
    return isThere ? { places: ['its aws_iam_policy_document'], statements: [] } : undefined;
  }
  const found = named(policy.policy).filter(
    ({ statement: { effect, actions } }) =>
      effect === 'Allow' && !actions.isNot && actions.values.some(isReplicate),
  );
  if (found.length === 0) return undefined;
  return { places: found.map(({ label }) => label), statements: found.map(({ statement }) => statement) };
}

function isReplicate(action: string): boolean {
  const [first, ...others] = actionsMeant(action);
  return first === 'ecr:ReplicateImage' && others.length === 0;
}
