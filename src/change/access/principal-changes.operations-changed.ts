import type { RegistryId } from '../../aws/arn';
import { LOGIN_ACTION, requiredActions, type EcrAction } from '../../aws/policy/actions';
import { sortedUnique } from '../../base/collections';
import type { PrincipalChange } from './principal-changes';

/** An operation that a set of actions allows. */
export type ChangedOperation = 'log in' | 'pull' | 'push' | 'replicate';

/**
 * The actions that an operation requires. A principal that can call `ecr:PutImage` can move a tag to another image whose layers
 * exist, so this action alone counts as push.
 */
const REQUIRED_ACTIONS: Readonly<Record<ChangedOperation, readonly EcrAction[]>> = {
  'log in': [LOGIN_ACTION],
  pull: requiredActions('pull'),
  push: ['ecr:PutImage'],
  replicate: ['ecr:ReplicateImage'],
};

/** All actions that belong to an operation, so that they are not listed in addition to it. */
const INCLUDED_ACTIONS: Readonly<Record<ChangedOperation, readonly EcrAction[]>> = {
  'log in': [LOGIN_ACTION],
  pull: [...requiredActions('pull'), 'ecr:BatchCheckLayerAvailability'],
  push: requiredActions('push'),
  replicate: ['ecr:ReplicateImage'],
};

// `Object.keys` returns `string[]`.
const OPERATIONS = Object.keys(REQUIRED_ACTIONS).sort() as readonly ChangedOperation[];

/** Returns the operations that become possible or impossible with the actions of a change. */
export function findChangedOperations(
  { actions, grantee, possibleInCompared, possibleInReference }: PrincipalChange,
  registry: RegistryId,
): readonly ChangedOperation[] {
  // For principals of the owner account, only actions in a Deny are evaluated. Other actions may be allowed.
  const isOwner = grantee.who.kind === 'account' && grantee.who.accountId === registry.accountId;
  return OPERATIONS.filter((operation) => {
    // ECR replicates on behalf of an account. A role or user does not need the action.
    if (operation === 'replicate' && grantee.who.kind === 'identity') return false;
    const required = REQUIRED_ACTIONS[operation];
    const isAffected = required.some((action) => actions.includes(action));
    const isComplete = isOwner || required.every((action) => possibleInCompared.has(action));
    // If conditions accept more requests, every action may be possible both before and after.
    const isNew = required.some((action) => !possibleInReference.has(action) || actions.includes(action));
    return isAffected && isComplete && isNew;
  });
}

/** Whether the actions allow a complete operation: a push of new layers needs more than `ecr:PutImage`. */
export function isWholeOperation(operation: ChangedOperation, actions: readonly EcrAction[]): boolean {
  const upload = INCLUDED_ACTIONS[operation].filter((action) => action !== 'ecr:BatchGetImage');
  return (operation === 'push' ? upload : REQUIRED_ACTIONS[operation]).every((action) =>
    actions.includes(action),
  );
}

/** Returns the actions that belong to none of the operations. */
export function actionsOutside(
  operations: readonly ChangedOperation[],
  actions: readonly EcrAction[],
): readonly EcrAction[] {
  const named = new Set(operations.flatMap((operation) => INCLUDED_ACTIONS[operation]));
  return sortedUnique(actions.filter((action) => !named.has(action)));
}
