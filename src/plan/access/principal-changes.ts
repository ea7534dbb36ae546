import type { Answer } from '../../access/answer';
import { reachesAsFar } from '../../access/reach';
import { granteeKey, type StatementGrantee } from '../../access/grantees';
import { grouped, isSameValue, sortedUnique, type EcrAction } from '../../registry';
import { moreThan, isPossible, type AnswerChange } from './answer-change';
import { deniedToOwner, ownAccount } from './own-account';
import {
  answerAt,
  attachedIdentity,
  decidingStatements,
  isManaged,
  isPolicyUnknown,
  type ActionTarget,
  type PolicyMoment,
} from './policy-moment';

/** A repository or registry before or after apply, and the principals that its policies name. */
export interface TargetMoment {
  readonly moment: PolicyMoment;
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
  readonly possibleHere: ReadonlySet<EcrAction>;
  readonly possibleThere: ReadonlySet<EcrAction>;
}

/**
 * Returns the actions that principals gain or lose on a repository or registry. Undefined means that it does not exist.
 */
export function principalChanges(
  before: TargetMoment | undefined,
  after: TargetMoment | undefined,
): readonly PrincipalChange[] {
  return principalsAt([before, after]).flatMap(({ grantee, actions }) =>
    isUntouched(before, after, grantee) ? [] : changesOf(before, after, grantee, sortedUnique(actions)),
  );
}

function principalsAt(moments: readonly (TargetMoment | undefined)[]): readonly NamedActions[] {
  const found = new Map<string, { readonly grantee: StatementGrantee; readonly actions: Set<EcrAction> }>();
  const all = moments.flatMap((each) => (each === undefined ? [] : [...each.principals, ...ownersIn(each)]));
  for (const { grantee, actions } of all) {
    const key = granteeKey(grantee);
    const known = found.get(key) ?? { grantee, actions: new Set<EcrAction>() };
    found.set(key, known);
    for (const action of actions) known.actions.add(action);
  }
  return [...found.values()];
}

/** Returns the account that owns the registry if a Deny may apply to principals in it that no policy names. */
function ownersIn({ target }: TargetMoment): readonly NamedActions[] {
  const actions = deniedToOwner(target);
  return actions.size === 0 ? [] : [{ grantee: ownAccount(target.registry), actions }];
}

/** In a large plan, most changes affect other principals. */
function isUntouched(
  before: TargetMoment | undefined,
  after: TargetMoment | undefined,
  grantee: StatementGrantee,
): boolean {
  if (before === undefined || after === undefined) return false;
  const [was, is] = [before.target, after.target];
  return (
    isSameValue(was.registry.policy, is.registry.policy) &&
    isSameValue(was.repository?.policy, is.repository?.policy) &&
    isSameValue(attachedIdentity(before.moment, grantee), attachedIdentity(after.moment, grantee))
  );
}

function changesOf(
  before: TargetMoment | undefined,
  after: TargetMoment | undefined,
  grantee: StatementGrantee,
  actions: readonly EcrAction[],
): readonly PrincipalChange[] {
  const asked = actions.map((action) => askedAbout(before, after, grantee, action));
  const possible = (at: 'after' | 'before') =>
    new Set(asked.flatMap((each) => (isPossible(each[at]) ? each.action : [])));
  const [possibleBefore, possibleAfter] = [possible('before'), possible('after')];
  const differing = (kind: PrincipalChange['kind']) => {
    const found = asked.flatMap((each) => {
      const change = each[kind];
      return change === undefined ? [] : { action: each.action, change };
    });
    const [possibleHere, possibleThere] =
      kind === 'gained' ? [possibleAfter, possibleBefore] : [possibleBefore, possibleAfter];
    return [...grouped(found, ({ change }) => JSON.stringify(change)).values()].map(
      (same): PrincipalChange => ({
        ...same[0].change,
        kind,
        grantee,
        actions: same.map(({ action }) => action),
        possibleHere,
        possibleThere,
      }),
    );
  };
  return [...differing('gained'), ...differing('lost')];
}

interface Answers {
  /** Undefined if the repository does not exist. */
  readonly before: Answer | undefined;
  readonly after: Answer | undefined;
}

interface Asked extends Answers {
  readonly action: EcrAction;
  readonly gained: AnswerChange | undefined;
  readonly lost: AnswerChange | undefined;
}

function askedAbout(
  before: TargetMoment | undefined,
  after: TargetMoment | undefined,
  grantee: StatementGrantee,
  action: EcrAction,
): Asked {
  const answers = (hasAllPolicies: boolean) => answersAt(before, after, grantee, action, hasAllPolicies);
  const known = answers(true);
  const none = { action, before: undefined, after: undefined, gained: undefined, lost: undefined };
  if (known === undefined) return none;
  const gained = moreThan(known.after, known.before, () => isFurther(after, before, grantee, action));
  const lost = moreThan(known.before, known.after, () => isFurther(before, after, grantee, action));
  const asked = { action, ...known, gained, lost };
  if (gained !== undefined || lost !== undefined) return asked;
  // Identity policies outside the plans may allow it, and a Deny overrides them.
  const open = answers(false);
  if (open === undefined) return asked;
  return {
    ...asked,
    gained: moreThan(open.after, open.before, () => false),
    lost: moreThan(open.before, open.after, () => false),
  };
}

/** Returns undefined if a policy that applies is known after apply. */
function answersAt(
  before: TargetMoment | undefined,
  after: TargetMoment | undefined,
  grantee: StatementGrantee,
  action: EcrAction,
  hasAllPolicies: boolean,
): Answers | undefined {
  const moments = [before, after].flatMap((each) => each ?? []);
  if (moments.some((each) => isAnswerUnknown(each, grantee))) return undefined;
  const hasAll =
    hasAllPolicies &&
    moments.some(({ target }) =>
      isManaged(
        moments.map(({ moment }) => moment),
        target,
        grantee,
      ),
    );
  const answerIn = (at: TargetMoment | undefined) =>
    at === undefined ? undefined : answerAt(at.moment, at.target, grantee, action, hasAll);
  return { before: answerIn(before), after: answerIn(after) };
}

/** An unknown policy may allow anything. Principals that a known policy names too are evaluated nevertheless. */
function isAnswerUnknown({ moment, target, principals }: TargetMoment, grantee: StatementGrantee): boolean {
  const isNamed = principals.some((each) => granteeKey(each.grantee) === granteeKey(grantee));
  return !isNamed && isPolicyUnknown(moment, target, grantee);
}

/** Whether conditions with the same keys accept values in `compared` that they do not accept in `reference`. */
function isFurther(
  here: TargetMoment | undefined,
  there: TargetMoment | undefined,
  grantee: StatementGrantee,
  action: EcrAction,
): boolean {
  if (here === undefined || there === undefined) return false;
  const statements = ({ moment, target }: TargetMoment) =>
    decidingStatements(moment, target, grantee, action);
  return !reachesAsFar(statements(there), statements(here));
}
