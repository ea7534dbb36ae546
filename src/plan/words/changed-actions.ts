import { allActions, ECR_ACTIONS, listed, REPLICATION_ACTIONS, type EcrAction } from '../../registry';
import { actionsBeyond, isWholeOperation, type ChangedOperation } from '../access/operations-changed';

/** Actions grouped to operations. */
export interface ActionsText {
  /** `pull`, `push`, `push (ecr:PutImage)`. */
  readonly operations: readonly string[];
  /** `ecr:ListImages, ecr:TagResource`; undefined if every action belongs to an operation. */
  readonly beyond: string | undefined;
}

/** Keeps lines readable. The JSON report lists all actions. */
const MOST_ACTIONS = 6;

export function actionsText({
  operations,
  actions,
}: {
  readonly operations: readonly ChangedOperation[];
  readonly actions: readonly EcrAction[];
}): ActionsText {
  const isEvery = (about: 'registry' | 'repository') =>
    ACTIONS[about].every((action) => actions.includes(action));
  if (isEvery('registry')) return { operations: [], beyond: 'every action' };
  if (isEvery('repository')) return { operations: ['pull', 'push'], beyond: 'every other action (ecr:*)' };
  const beyond = actionsBeyond(operations, actions);
  return {
    operations: operations.map((operation) => operationText(operation, actions)),
    beyond: beyond.length === 0 ? undefined : listed(beyond, MOST_ACTIONS),
  };
}

const REPLICATION: ReadonlySet<EcrAction> = new Set(REPLICATION_ACTIONS.created);

const ACTIONS = {
  registry: allActions().filter((action) => ECR_ACTIONS[action] === 'registry'),
  // A repository policy cannot allow the two actions that a replication destination requires.
  repository: allActions().filter(
    (action) => ECR_ACTIONS[action] === 'repository' && !REPLICATION.has(action),
  ),
};

function operationText(operation: ChangedOperation, actions: readonly EcrAction[]): string {
  if (actions.length === 0 || isWholeOperation(operation, actions)) return operation;
  const rest = new Set(actionsBeyond([operation], actions));
  return `${operation} (${actions.filter((action) => !rest.has(action)).join(', ')})`;
}
