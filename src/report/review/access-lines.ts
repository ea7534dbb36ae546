import type { AccountNames } from '../../access/grantee-text';
import type { AccessChange } from '../../plan/access/access-changes';
import { isOfOwner } from '../../plan/access/access-problems';
import { actionsText } from '../../plan/words/changed-actions';
import { grouped, sortedUnique, type RegistryId } from '../../registry';
import { answerText, matrixCallerText } from '../access-matrix/answer';
import { dependsText } from './depends-text';
import { isMany, nameList, repositoriesText } from './name-list';
import type { Line } from './line';

type Place = (registry: RegistryId) => string;

/** Changes that differ only in the registry. */
interface Row {
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
  place: Place,
): readonly Line[] {
  const rows = rowsOf(
    changes.filter(({ caller }) => caller.kind === 'grantee'),
    names,
    place,
  );
  return inOrder(rows).map(({ first, registries }) => {
    const verb = first.kind === 'gained' ? 'gains' : 'loses';
    const what =
      first.repositories.length === 0 ? 'the registry' : repositoriesText(first.repositories, first.isRest);
    return {
      mark: first.kind === 'gained' ? '+' : '-',
      isGrave: isPublic(first),
      text:
        `${whoText(first, names)} ${verb} ${whatText(first)} on ${what} ` +
        `(${registries.join(', ')})${dependsText(first)}${partText(first)}${withText(first)}`,
    };
  });
}

/** The account that owns the registry means every principal in it. */
export function whoText({ caller, registry }: AccessChange, names: AccountNames): string {
  const text = matrixCallerText(caller, names);
  return isOfOwner({ caller, registry }) ? `every principal of ${text}` : text;
}

function rowsOf(changes: readonly AccessChange[], names: AccountNames, place: Place): readonly Row[] {
  const key = (change: AccessChange) =>
    JSON.stringify([
      change.kind,
      whoText(change, names),
      change.repositories,
      change.withRepository,
      change.actions,
      change.operations,
      answerText(change.answer),
      change.otherKeys,
      change.isByValues,
    ]);
  return [...grouped(changes, key).values()].map((same) => ({
    first: same[0],
    registries: sortedUnique(same.map(({ registry }) => place(registry))),
  }));
}

/** Sorting is stable: rows of the same rank stay in the order of the callers. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => rankOf(a.first) - rankOf(b.first) || sizeOf(a.first) - sizeOf(b.first));
}

/** Sorts a change of few repositories before a change of many. */
export function sizeOf({ repositories }: AccessChange): number {
  return isMany(repositories) ? repositories.length : 0;
}

function rankOf(change: AccessChange): number {
  const { kind, repositories, withRepository } = change;
  if (kind === 'gained' && isPublic(change)) return 0;
  const comesWithAll = repositories.length > 0 && withRepository.length === repositories.length;
  return (kind === 'gained' ? 1 : 2) + (comesWithAll ? 2 : 0);
}

export function isPublic({ kind, caller }: AccessChange): boolean {
  return kind === 'gained' && caller.kind === 'grantee' && caller.grantee.who.kind === 'anyone';
}

/** Describes access that is possible before and after, but under different conditions. */
function partText({ kind, otherKeys, isByValues }: AccessChange): string {
  const keys = otherKeys.join(' and ');
  if (kind === 'gained') {
    return isByValues ? ', with more values than before' : keys === '' ? '' : `, whatever ${keys} says`;
  }
  return isByValues
    ? ', and keeps it with fewer values'
    : keys === ''
      ? ''
      : `, and keeps it depending on ${keys}`;
}

function withText({ kind, repositories, withRepository }: AccessChange): string {
  if (withRepository.length === 0) return '';
  const how = kind === 'gained' ? 'created' : 'destroyed';
  const be = withRepository.length === 1 ? 'is' : 'are';
  if (withRepository.length < repositories.length) return `; ${nameList(withRepository)} ${be} ${how}`;
  return withRepository.length === 1 ? `; the repository is ${how}` : `; the repositories are ${how}`;
}

/** Returns, for example, `pull and push` or `pull, push and ecr:ListImages`. */
export function whatText(change: AccessChange): string {
  const { operations, beyond } = actionsText(change);
  const nouns = operations.map((each) => (each === 'replicate' ? 'replication' : each));
  return joined([...nouns, ...(beyond === undefined ? [] : [beyond])]);
}

function joined(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
