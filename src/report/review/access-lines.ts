import type { AccountNames } from '../../access/evaluate/grantees';
import type { RegistryId } from '../../aws/arn';
import { groupBy, sortedUnique } from '../../base/collections';
import { joinWithAnd } from '../../base/text';
import type { AccessChange } from '../../change/access/access-changes';
import { changedActionsText } from '../../change/access/actions-text';
import { affectsOwnerAccount } from '../../lint/access/access-problems';
import { answerText, matrixCallerText } from '../access/matrix-text';
import { isMany, nameList, repositoriesText, type Line } from './line';

type RegistryNameOf = (registry: RegistryId) => string;

/** Changes that differ only in the registry. */
interface AccessChangeRow {
  readonly first: AccessChange;
  readonly registries: readonly string[];
}

/**
 * Describes the principals that gain or lose actions, with all policies evaluated together. Gains come first, and
 * among them the gains in existing repositories.
 */
export function accessLines(
  changes: readonly AccessChange[],
  names: AccountNames,
  registryName: RegistryNameOf,
): readonly Line[] {
  const rows = rowsOf(
    changes.filter(({ caller }) => caller.kind === 'grantee'),
    names,
    registryName,
  );
  return sortRows(rows).map(({ first, registries }) => {
    const target =
      first.repositories.length === 0 ? 'the registry' : repositoriesText(first.repositories, first.isRest);
    return {
      mark: first.kind === 'gained' ? '+' : '-',
      isCritical: isPublicGain(first),
      text:
        `${principalText(first, names)} ${changeVerb(first)} ${affectedActionsText(first)} on ${target} ` +
        `(${registries.join(', ')})${conditionChangeText(first)}${dependsText(first)}${repositoryChangeText(first)}`,
    };
  });
}

/** The account that owns the registry means every principal in it. */
export function principalText({ caller, registry }: AccessChange, names: AccountNames): string {
  const text = matrixCallerText(caller, names);
  return affectsOwnerAccount({ caller, registry }) ? `every principal of ${text}` : text;
}

function rowsOf(
  changes: readonly AccessChange[],
  names: AccountNames,
  registryName: RegistryNameOf,
): readonly AccessChangeRow[] {
  const key = (change: AccessChange) =>
    JSON.stringify([
      change.kind,
      principalText(change, names),
      change.repositories,
      change.withRepository,
      change.actions,
      change.operations,
      answerText(change.answer),
      change.otherKeys,
      change.isByValues,
    ]);
  return [...groupBy(changes, key).values()].map((same) => ({
    first: same[0],
    registries: sortedUnique(same.map(({ registry }) => registryName(registry))),
  }));
}

/** Sorting is stable: rows of the same rank stay in the order of the callers. */
function sortRows(rows: readonly AccessChangeRow[]): readonly AccessChangeRow[] {
  return [...rows].sort(
    (a, b) => rankOf(a.first) - rankOf(b.first) || repositoryWeight(a.first) - repositoryWeight(b.first),
  );
}

/** Sorts a change of few repositories before a change of many. */
export function repositoryWeight({ repositories }: AccessChange): number {
  return isMany(repositories) ? repositories.length : 0;
}

function rankOf(change: AccessChange): number {
  const { kind, repositories, withRepository } = change;
  if (kind === 'gained' && isPublicGain(change)) return 0;
  const isInNewRepositories = repositories.length > 0 && withRepository.length === repositories.length;
  return (kind === 'gained' ? 1 : 2) + (isInNewRepositories ? 2 : 0);
}

export function isPublicGain({ kind, caller }: AccessChange): boolean {
  if (kind !== 'gained' || caller.kind !== 'grantee') return false;
  const { who } = caller.grantee;
  return who.kind === 'anyone' || who.kind === 'everybodyBut';
}

/** Returns `gains` or `loses`, without `s` for Lambda functions. */
export function changeVerb({ kind, caller }: AccessChange): string {
  const isPlural = caller.kind === 'grantee' && caller.grantee.who.kind === 'lambda';
  const verb = kind === 'gained' ? 'gain' : 'lose';
  return isPlural ? verb : `${verb}s`;
}

/** Describes access that is possible before and after, but under different conditions. */
function conditionChangeText({ kind, otherKeys, isByValues }: AccessChange): string {
  if (isByValues) return ` for ${kind === 'gained' ? 'more' : 'some'} values of its conditions`;
  const keys = otherKeys.join(' and ');
  if (keys === '') return '';
  return kind === 'gained'
    ? ` regardless of ${keys}`
    : ` unless ${keys} ${otherKeys.length === 1 ? 'matches' : 'match'}`;
}

function repositoryChangeText({ kind, repositories, withRepository }: AccessChange): string {
  if (withRepository.length === 0) return '';
  const verb = kind === 'gained' ? 'created' : 'destroyed';
  const be = withRepository.length === 1 ? 'is' : 'are';
  if (withRepository.length < repositories.length) return `; ${nameList(withRepository)} ${be} ${verb}`;
  return withRepository.length === 1 ? `; the repository is ${verb}` : `; the repositories are ${verb}`;
}

/** Operations whose noun differs from the verb. */
const NOUNS: Readonly<Record<string, string>> = { 'log in': 'login', replicate: 'replication' };

/** Returns, for example, `pull and push` or `pull, push and ecr:ListImages`. */
export function affectedActionsText(change: AccessChange): string {
  const { operations, otherActions } = changedActionsText(change);
  const nouns = operations.map((each) => NOUNS[each] ?? each);
  return joinWithAnd([...nouns, ...(otherActions === undefined ? [] : [otherActions])]);
}

/**
 * Returns the condition of an access change, for example `, if its account allows it`, or an empty string if there is
 * none.
 */
export function dependsText(change: AccessChange): string {
  const { kind, answer } = change;
  if (answer.kind !== 'depends') return '';
  // The owner's own policies are assumed to allow it. Plans rarely contain them.
  if (affectsOwnerAccount(change) && answer.onKeys.length === 0) return '';
  // Access that depends on no other account and no condition key depends on a policy that is known only after apply.
  const isKnownAfterApply = !answer.onItsAccount && answer.onKeys.length === 0;
  const had = kind === 'lost' ? 'which it had ' : '';
  return `, ${had}${isKnownAfterApply ? 'if a policy that is known only after apply allows it' : answerText(answer)}`;
}
