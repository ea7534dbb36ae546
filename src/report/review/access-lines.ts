import type { AccountNames } from '../../access/grantee-text';
import type { AccessChange } from '../../plan/access/access-changes';
import { grouped, sortedUnique, type RegistryId } from '../../registry';
import { answerText, matrixCallerText } from '../access-matrix/answer';
import { dependsText } from './depends-text';
import { nameList } from './name-list';
import type { Line } from './what-changes';

type Place = (registry: RegistryId) => string;

/** Several changes that differ in their operations or registries alone. */
interface Row {
  readonly first: AccessChange;
  readonly operations: readonly string[];
  readonly registries: readonly string[];
}

/**
 * Who gains and who loses what, as all policies together have it. What is gained comes first, and of that what does not
 * come with a new repository.
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
  return inOrder(rows).map(({ first, operations, registries }) => {
    const verb = first.kind === 'gained' ? 'gains' : 'loses';
    const what = nameList(first.repositories);
    return {
      mark: first.kind === 'gained' ? '+' : '-',
      isGrave: isPublic(first),
      text:
        `${matrixCallerText(first.caller, names)} ${verb} ${whatText(operations)} on ${what} ` +
        `(${registries.join(', ')})${dependsText(first)}${partText(first)}${withText(first)}`,
    };
  });
}

function rowsOf(changes: readonly AccessChange[], names: AccountNames, place: Place): readonly Row[] {
  const single = changes.map((first): Row => ({
    first,
    operations: first.operation === 'other' ? first.actions : [first.operation],
    registries: [place(first.registry)],
  }));
  const key = ({ first }: Row) => [
    first.kind,
    matrixCallerText(first.caller, names),
    first.repositories,
    first.withRepository,
    answerText(first.answer),
    first.otherKeys,
    first.isByValues,
  ];
  const byRegistry = joinedBy(single, (row) => [key(row), row.registries], 'operations');
  return joinedBy(byRegistry, (row) => [key(row), row.operations], 'registries');
}

function joinedBy(
  rows: readonly Row[],
  key: (row: Row) => unknown,
  list: 'operations' | 'registries',
): readonly Row[] {
  return [...grouped(rows, (row) => JSON.stringify(key(row))).values()].map((group) => ({
    ...group[0],
    [list]: sortedUnique(group.flatMap((row) => row[list])),
  }));
}

/** Sorting is stable: what is alike stays in the order of the callers. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => rankOf(a.first) - rankOf(b.first));
}

function rankOf(change: AccessChange): number {
  const { kind, repositories, withRepository } = change;
  if (kind === 'gained' && isPublic(change)) return 0;
  const comesWithAll = withRepository.length === repositories.length;
  return (kind === 'gained' ? 1 : 2) + (comesWithAll ? 2 : 0);
}

function isPublic({ kind, caller }: AccessChange): boolean {
  return kind === 'gained' && caller.kind === 'grantee' && caller.grantee.who.kind === 'anyone';
}

/** Where it is possible before and after, and not in the same cases. */
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

/** `pull and push`; `pull, push and ecr:ListImages`. Actions come last, cut where there are too many to read. */
function whatText(operations: readonly string[]): string {
  const actions = operations.filter(isAction);
  return joined([
    ...operations.filter((each) => !isAction(each)),
    ...(actions.length === 0 ? [] : [nameList(actions)]),
  ]);
}

function isAction(operation: string): boolean {
  return operation.startsWith('ecr:');
}

function joined(texts: readonly string[]): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
