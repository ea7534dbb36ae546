import { actionsOf, LOGIN_ACTION, sortedUnique, type EcrAction, type RegistryId } from '../../registry';
import type { PrincipalChange } from './principal-changes';

/** What actions add up to, in the words of the people who use images. */
export type ChangedOperation = 'log in' | 'pull' | 'push' | 'replicate';

/**
 * Every action without which an operation fails. A principal that may call `ecr:PutImage` can make a tag refer to another
 * image whose layers exist, so that alone is a push.
 */
const NEEDED: Readonly<Record<ChangedOperation, readonly EcrAction[]>> = {
  'log in': [LOGIN_ACTION],
  pull: actionsOf('pull'),
  push: ['ecr:PutImage'],
  replicate: ['ecr:ReplicateImage'],
};

/** Everything that belongs to an operation, so that it need not be named as well. */
const PARTS: Readonly<Record<ChangedOperation, readonly EcrAction[]>> = {
  'log in': [LOGIN_ACTION],
  pull: [...actionsOf('pull'), 'ecr:BatchCheckLayerAvailability'],
  push: actionsOf('push'),
  replicate: ['ecr:ReplicateImage'],
};

// Object.keys forgets the type of the keys.
const OPERATIONS = Object.keys(NEEDED).sort() as readonly ChangedOperation[];

/** The operations that become possible, or stop being possible, with the actions of a change. */
export function operationsChanged(
  { actions, grantee, possibleHere, possibleThere }: PrincipalChange,
  registry: RegistryId,
): readonly ChangedOperation[] {
  // Of the owner's own principals, only what a Deny takes away is asked about: the rest may be allowed.
  const isOwner = grantee.who.kind === 'account' && grantee.who.accountId === registry.accountId;
  return OPERATIONS.filter((operation) => {
    // Of an account that is allowed to replicate, ECR does it; a role or user has no use for the action.
    if (operation === 'replicate' && grantee.who.kind === 'identity') return false;
    const needed = NEEDED[operation];
    const isPart = needed.some((action) => actions.includes(action));
    const isWhole = isOwner || needed.every((action) => possibleHere.has(action));
    // In more cases than before, every part may be possible at both moments.
    const isNew = needed.some((action) => !possibleThere.has(action) || actions.includes(action));
    return isPart && isWhole && isNew;
  });
}

/** Whether `actions` are the whole of an operation: a push needs more than `ecr:PutImage` for new layers. */
export function isWholeOperation(operation: ChangedOperation, actions: readonly EcrAction[]): boolean {
  const upload = PARTS[operation].filter((action) => action !== 'ecr:BatchGetImage');
  return (operation === 'push' ? upload : NEEDED[operation]).every((action) => actions.includes(action));
}

/** The actions that no operation names. */
export function actionsBeyond(
  operations: readonly ChangedOperation[],
  actions: readonly EcrAction[],
): readonly EcrAction[] {
  const named = new Set(operations.flatMap((operation) => PARTS[operation]));
  return sortedUnique(actions.filter((action) => !named.has(action)));
}
