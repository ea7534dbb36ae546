import { acceptsAtLeast } from '../../access/evaluate/condition-reach';
import { granteeKey, type StatementGrantee } from '../../access/evaluate/grantees';
import type { Answer } from '../../access/matrix/answer';
import type { RegistryId } from '../../aws/arn';
import { LOGIN_ACTION, requiredActions, type EcrAction } from '../../aws/policy/actions';
import { groupBy, isSameValue, sortedUnique } from '../../base/collections';
import {
  actionsDeniedToOwner,
  answerForAction,
  attachedIdentity,
  decidingStatements,
  findAnswerChange,
  isPolicyUnknown,
  isPossible,
  isPrincipalManaged,
  ownerAccount,
  type ActionTarget,
  type AnswerChange,
  type PolicySnapshot,
} from './policy-snapshot';

/** A repository or registry before or after apply, and the principals that its policies name. */
export interface TargetSnapshot {
  readonly snapshot: PolicySnapshot;
  readonly target: ActionTarget;
  readonly principals: readonly NamedActions[];
}

interface NamedActions {
  readonly grantee: StatementGrantee;
  readonly actions: ReadonlySet<EcrAction>;
}

export interface PrincipalChange extends AnswerChange {
  readonly kind: 'gained' | 'lost';
  readonly grantee: StatementGrantee;
  readonly actions: readonly EcrAction[];
  /** The evaluated actions that are possible in the state with more access, and in the other state. */
  readonly possibleInCompared: ReadonlySet<EcrAction>;
  readonly possibleInReference: ReadonlySet<EcrAction>;
}

/**
 * Returns the actions that principals gain or lose on a repository or registry. Undefined means that it does not exist.
 */
export function principalChanges(
  before: TargetSnapshot | undefined,
  after: TargetSnapshot | undefined,
): readonly PrincipalChange[] {
  return principalsIn([before, after]).flatMap(({ grantee, actions }) =>
    isUnchanged(before, after, grantee) ? [] : changesOf(before, after, grantee, sortedUnique(actions)),
  );
}

function principalsIn(snapshots: readonly (TargetSnapshot | undefined)[]): readonly NamedActions[] {
  const found = new Map<string, { readonly grantee: StatementGrantee; readonly actions: Set<EcrAction> }>();
  const all = snapshots.flatMap((each) =>
    each === undefined ? [] : [...each.principals, ...ownerAccountIn(each)],
  );
  for (const { grantee, actions } of all) {
    const key = granteeKey(grantee);
    const known = found.get(key) ?? { grantee, actions: new Set<EcrAction>() };
    found.set(key, known);
    for (const action of actions) known.actions.add(action);
  }
  return [...found.values()];
}

/** Returns the account that owns the registry if a Deny may apply to principals in it that no policy names. */
function ownerAccountIn({ target }: TargetSnapshot): readonly NamedActions[] {
  const actions = actionsDeniedToOwner(target);
  return actions.size === 0 ? [] : [{ grantee: ownerAccount(target.registry), actions }];
}

/** In a large plan, most changes affect other principals. */
function isUnchanged(
  before: TargetSnapshot | undefined,
  after: TargetSnapshot | undefined,
  grantee: StatementGrantee,
): boolean {
  if (before === undefined || after === undefined) return false;
  const [targetBefore, targetAfter] = [before.target, after.target];
  return (
    isSameValue(targetBefore.registry.policy, targetAfter.registry.policy) &&
    isSameValue(targetBefore.repository?.policy, targetAfter.repository?.policy) &&
    isSameValue(attachedIdentity(before.snapshot, grantee), attachedIdentity(after.snapshot, grantee))
  );
}

function changesOf(
  before: TargetSnapshot | undefined,
  after: TargetSnapshot | undefined,
  grantee: StatementGrantee,
  actions: readonly EcrAction[],
): readonly PrincipalChange[] {
  const comparisons = actions.map((action) => compareAction(before, after, grantee, action));
  const possible = (at: 'after' | 'before') =>
    new Set(comparisons.flatMap((each) => (isPossible(each[at]) ? each.action : [])));
  const [possibleBefore, possibleAfter] = [possible('before'), possible('after')];
  const changesOfKind = (kind: PrincipalChange['kind']) => {
    const found = comparisons.flatMap((each) => {
      const change = each[kind];
      return change === undefined ? [] : { action: each.action, change };
    });
    const [possibleInCompared, possibleInReference] =
      kind === 'gained' ? [possibleAfter, possibleBefore] : [possibleBefore, possibleAfter];
    return [...groupBy(found, ({ change }) => JSON.stringify(change)).values()].map(
      (same): PrincipalChange => ({
        ...same[0].change,
        kind,
        grantee,
        actions: same.map(({ action }) => action),
        possibleInCompared,
        possibleInReference,
      }),
    );
  };
  return [...changesOfKind('gained'), ...changesOfKind('lost')];
}

interface Answers {
  /** Undefined if the repository does not exist. */
  readonly before: Answer | undefined;
  readonly after: Answer | undefined;
}

interface ActionComparison extends Answers {
  readonly action: EcrAction;
  readonly gained: AnswerChange | undefined;
  readonly lost: AnswerChange | undefined;
}

function compareAction(
  before: TargetSnapshot | undefined,
  after: TargetSnapshot | undefined,
  grantee: StatementGrantee,
  action: EcrAction,
): ActionComparison {
  const answers = (hasAllPolicies: boolean) =>
    answersBeforeAndAfter(before, after, grantee, action, hasAllPolicies);
  const known = answers(true);
  const none = { action, before: undefined, after: undefined, gained: undefined, lost: undefined };
  if (known === undefined) return none;
  const gained = findAnswerChange(known.after, known.before, () =>
    acceptsMoreValues(after, before, grantee, action),
  );
  const lost = findAnswerChange(known.before, known.after, () =>
    acceptsMoreValues(before, after, grantee, action),
  );
  const comparisons = { action, ...known, gained, lost };
  if (gained !== undefined || lost !== undefined) return comparisons;
  // Identity policies outside the plans may allow it, and a Deny overrides them.
  const withUnknownPolicies = answers(false);
  if (withUnknownPolicies === undefined) return comparisons;
  return {
    ...comparisons,
    gained: findAnswerChange(withUnknownPolicies.after, withUnknownPolicies.before, () => false),
    lost: findAnswerChange(withUnknownPolicies.before, withUnknownPolicies.after, () => false),
  };
}

/** Returns undefined if a policy that applies is known after apply. */
function answersBeforeAndAfter(
  before: TargetSnapshot | undefined,
  after: TargetSnapshot | undefined,
  grantee: StatementGrantee,
  action: EcrAction,
  hasAllPolicies: boolean,
): Answers | undefined {
  const snapshots = [before, after].flatMap((each) => each ?? []);
  if (snapshots.some((each) => isAnswerUnknown(each, grantee))) return undefined;
  const hasAll =
    hasAllPolicies &&
    snapshots.some(({ target }) =>
      isPrincipalManaged(
        snapshots.map(({ snapshot }) => snapshot),
        target,
        grantee,
      ),
    );
  const answerIn = (at: TargetSnapshot | undefined) =>
    at === undefined ? undefined : answerForAction(at.snapshot, at.target, grantee, action, hasAll);
  return { before: answerIn(before), after: answerIn(after) };
}

/** An unknown policy may allow anything. Principals that a known policy names too are evaluated nevertheless. */
function isAnswerUnknown(
  { snapshot, target, principals }: TargetSnapshot,
  grantee: StatementGrantee,
): boolean {
  const isNamed = principals.some((each) => granteeKey(each.grantee) === granteeKey(grantee));
  return !isNamed && isPolicyUnknown(snapshot, target, grantee);
}

/** Whether conditions with the same keys accept values in `compared` that they do not accept in `reference`. */
function acceptsMoreValues(
  compared: TargetSnapshot | undefined,
  reference: TargetSnapshot | undefined,
  grantee: StatementGrantee,
  action: EcrAction,
): boolean {
  if (compared === undefined || reference === undefined) return false;
  const statements = ({ snapshot, target }: TargetSnapshot) =>
    decidingStatements(snapshot, target, grantee, action);
  return !acceptsAtLeast(statements(reference), statements(compared));
}

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
