import { callerKey } from '../../access/matrix/access-matrix';
import { registryKey } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { LOGIN_ACTION } from '../../aws/policy/actions';
import { groupBy, sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';
import type { AccessChange } from '../../change/access/access-changes';
import { changedActionsText } from '../../change/access/actions-text';
import type { PlannedResource } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { callerText, registryMark } from '../finding-text';
import type { Problem } from '../rule';
import { createOriginFinder } from './access-origin';

/** The part of an access change that one resource causes. */
interface ChangeCause {
  readonly origin: PlannedResource;
  readonly change: AccessChange;
  readonly repositories: readonly RepositoryName[];
}

/**
 * Returns one problem for each principal and each resource that causes a change, for any number of repositories.
 *
 * @param describe returns the message for a principal and its access
 */
export function accessProblems(
  reviewed: PlanReview,
  changes: readonly AccessChange[],
  describe: (who: string, what: string) => string,
  help: string,
): readonly Problem[] {
  const causes = groupBy(findCauses(reviewed, changes), ({ origin, change }) =>
    [origin.plan, origin.address, callerKey(change.caller), registryKey(change.registry)].join('\n'),
  );
  return [...causes.values()].map((same) => {
    const [{ origin, change }] = same;
    const { accountId, region } = change.registry;
    const registry = { accountId, region };
    const [repository, ...others] = sortedUnique(same.flatMap(({ repositories }) => repositories));
    return {
      at: { plan: origin.plan, address: origin.address },
      subject: { registry, repository: others.length === 0 ? repository : undefined },
      message: describe(principalText(change), `${accessText(same)} in ${registryMark(registry)}`),
      help,
    };
  });
}

/** The account that owns the registry represents every principal in it. */
function principalText({ caller, registry }: AccessChange): string {
  const text = callerText(caller);
  return affectsOwnerAccount({ caller, registry })
    ? `every principal of ${text}, which owns the registry,`
    : text;
}

/** Whether a change affects all principals of the account that owns the registry. */
export function affectsOwnerAccount({
  caller,
  registry,
}: Pick<AccessChange, 'caller' | 'registry'>): boolean {
  if (caller.kind !== 'grantee') return false;
  const { who } = caller.grantee;
  return who.kind === 'account' && who.accountId === registry.accountId;
}

function findCauses(reviewed: PlanReview, changes: readonly AccessChange[]): readonly ChangeCause[] {
  const originOf = createOriginFinder(reviewed);
  return changes.filter(isMoreThanLogin).flatMap((change) => {
    const all = change.repositories.length === 0 ? [undefined] : change.repositories;
    const found = all.flatMap((repository) => {
      const origin = originOf(change, repository);
      return origin === undefined ? [] : { origin, repository };
    });
    return [...groupBy(found, ({ origin }) => origin)].map(([origin, same]) => ({
      origin,
      change,
      repositories: same.flatMap(({ repository }) => repository ?? []),
    }));
  });
}

/** An authorization token alone gives no access to a repository. */
function isMoreThanLogin({ caller, actions }: AccessChange): boolean {
  return caller.kind === 'registry' || actions.some((action) => action !== LOGIN_ACTION);
}

/** Returns `pull and push to 'app', 'web'`. Changes of the same repositories and conditions are joined. */
function accessText(causes: readonly ChangeCause[]): string {
  const sameTargets = groupBy(causes, ({ change, repositories }) =>
    [...repositories, conditionText(change)].join('\n'),
  );
  // Image access is listed before access to the registry itself.
  const isOfRegistry = ([{ repositories }]: readonly [ChangeCause, ...ChangeCause[]]) =>
    repositories.length === 0;
  return [...sameTargets.values()]
    .sort((a, b) => Number(isOfRegistry(a)) - Number(isOfRegistry(b)))
    .map((same) => {
      const [{ change, repositories }] = same;
      const all = same.map((each) => each.change);
      const operations = sortedUnique(all.flatMap((each) => each.operations));
      const actions = sortedUnique(all.flatMap((each) => each.actions));
      return `${operationsText({ operations, actions, isRest: change.isRest }, repositories)}${conditionText(change)}`;
    })
    .join(', and ');
}

/** `pull and push to 'app'`; `call ecr:ListImages on 'app'`; `pull 'app' and call ecr:ListImages on it`. */
function operationsText(
  change: Pick<AccessChange, 'actions' | 'isRest' | 'operations'>,
  repositories: readonly string[],
): string {
  const { operations: named, otherActions } = changedActionsText(change);
  // A registry replicates a repository. An account replicates into one.
  const verbs = named.map((each) =>
    each === 'replicate' && change.actions.length === 0 ? each : withPreposition(each),
  );
  const names = repositories.map((name) => repositoryText(name, change.isRest));
  const target = repositories.length === 0 ? 'the registry' : formatList(names, 6);
  const [first, ...others] = [
    ...(verbs.length === 0 ? [] : [(on: string) => `${verbs.join(' and ')} ${on}`]),
    ...(otherActions === undefined ? [] : [(on: string) => `call ${otherActions} on ${on}`]),
  ];
  const pronoun = repositories.length > 1 ? 'them' : 'it';
  return [first?.(target) ?? '', ...others.map((part) => part(pronoun))].join(' and ');
}

/** Returns `push to`, or `push (ecr:PutImage) to` if the operation is followed by its actions. */
function withPreposition(operation: string): string {
  const [name = ''] = operation.split(' (', 1);
  const preposition = PREPOSITIONS[name];
  return preposition === undefined ? operation : `${operation} ${preposition}`;
}

const PREPOSITIONS: Readonly<Record<string, string>> = { 'log in': 'to', push: 'to', replicate: 'into' };

/** For `*` in a `Resource`, whose repositories are in other states. */
function repositoryText(name: string, isRest: boolean): string {
  if (name !== '*') return `'${name}'`;
  return isRest ? 'every other repository' : 'every repository';
}

function conditionText(change: AccessChange): string {
  const { kind, answer, otherKeys, isByValues } = change;
  const isOnAccount = answer.kind === 'depends' && answer.onItsAccount && !affectsOwnerAccount(change);
  const onAccount = isOnAccount ? ['if its own account allows it'] : [];
  const keys = answer.kind === 'depends' ? answer.onKeys : [];
  const dependency = isByValues
    ? kind === 'gained'
      ? 'with more values of'
      : 'with some values of'
    : 'depending on';
  const onKeys = keys.length === 0 ? [] : [`${dependency} ${formatList(keys, 4)}`];
  const other = otherKeys.length === 0 ? [] : [otherKeysText(kind, formatList(otherKeys, 4))];
  const all = [...other, ...onAccount, ...onKeys];
  return all.length === 0 ? '' : ` (${all.join(', ')})`;
}

function otherKeysText(kind: AccessChange['kind'], keys: string): string {
  return kind === 'gained' ? `regardless of ${keys}` : `unless ${keys} matches`;
}

/**
 * Returns the change without repositories that the plans create or delete together with the access, or undefined if none remain.
 */
export function withoutCreatedOrDeleted(change: AccessChange): AccessChange | undefined {
  if (change.repositories.length === 0) return change;
  const repositories = change.repositories.filter((name) => !change.withRepository.includes(name));
  return repositories.length === 0 ? undefined : { ...change, repositories };
}
