import { matchingActions, type EcrAction } from '../../aws/policy/actions';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';

/**
 * Returns the actions that an action of a repository policy matches, if none of them has an effect there. Otherwise empty: a wildcard
 * that also matches actions with an effect does no harm.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export function actionsWithoutEffect(action: string): readonly EcrAction[] {
  const actions = matchingActions(action);
  return actions.every(hasNoEffect) ? actions : [];
}

/** ECR creates a repository before its policy exists, and evaluates only the registry policy for replication. */
function hasNoEffect(action: EcrAction): boolean {
  return (
    action === 'ecr:CreateRepository' || action === 'ecr:ReplicateImage' || ECR_ACTIONS[action] === 'registry'
  );
}
