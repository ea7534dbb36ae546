import { allActions, REPLICATION_ACTIONS, type EcrAction } from '../../aws/policy/actions';
import { ECR_ACTIONS } from '../../aws/policy/ecr-actions';
import { formatList } from '../../base/text';
import { actionsOutside, isWholeOperation, type ChangedOperation } from './principal-changes';

/** Actions grouped to operations. */
export interface ActionsText {
  /** `pull`, `push`, `push (ecr:PutImage)`. */
  readonly operations: readonly string[];
  /** `ecr:ListImages, ecr:TagResource`; undefined if every action belongs to an operation. */
  readonly otherActions: string | undefined;
}

/** Keeps lines readable. The JSON report lists all actions. */
const MAX_ACTIONS = 6;

export function changedActionsText({
  operations,
  actions,
}: {
  readonly operations: readonly ChangedOperation[];
  readonly actions: readonly EcrAction[];
}): ActionsText {
  const isEveryAction = (resource: 'registry' | 'repository') =>
    ACTIONS_BY_RESOURCE[resource].every((action) => actions.includes(action));
  if (isEveryAction('registry')) return { operations: [], otherActions: 'every action' };
  if (isEveryAction('repository')) {
    return { operations: ['pull', 'push'], otherActions: 'every other action (ecr:*)' };
  }
  const otherActions = actionsOutside(operations, actions);
  return {
    operations: operations.map((operation) => operationText(operation, actions)),
    otherActions: otherActions.length === 0 ? undefined : formatList(otherActions, MAX_ACTIONS),
  };
}

const REPLICATION: ReadonlySet<EcrAction> = new Set(REPLICATION_ACTIONS.created);

const ACTIONS_BY_RESOURCE = {
  registry: allActions().filter((action) => ECR_ACTIONS[action] === 'registry'),
  // A repository policy cannot allow the two actions that a replication destination requires.
  repository: allActions().filter(
    (action) => ECR_ACTIONS[action] === 'repository' && !REPLICATION.has(action),
  ),
};

function operationText(operation: ChangedOperation, actions: readonly EcrAction[]): string {
  if (actions.length === 0 || isWholeOperation(operation, actions)) return operation;
  const rest = new Set(actionsOutside([operation], actions));
  return `${operation} (${actions.filter((action) => !rest.has(action)).join(', ')})`;
}
