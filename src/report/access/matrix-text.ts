import {
  accountOfGrantee,
  granteeText,
  type AccountNames,
  type StatementGrantee,
} from '../../access/evaluate/grantees';
import type { AccessCell, Answer, MatrixCaller, MatrixRegistry } from '../../access/matrix/access-matrix';
import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy, memoize } from '../../base/collections';
import { foldNamespaces } from '../format/repository-names';
import { reasonText } from './decision';

/** Returns the answer to one question as text: `yes`, `no: …`, `if its account allows it`. */
export function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'yes':
      return 'yes';
    case 'depends': {
      const onAccount = answer.onItsAccount ? ['if its account allows it'] : [];
      const onKeys = answer.onKeys.length === 0 ? [] : [`depending on ${answer.onKeys.join(', ')}`];
      return [...onAccount, ...onKeys].join(', ');
    }
    case 'no':
      return `no: ${reasonText(answer.decision)}`;
    case 'noReplica':
      return 'no: the destination has no such repository, and may not create it';
    case 'unknown':
      return 'unknown: the topology has too little information';
  }
}

/** An unambiguous text for a caller, with full ARNs and account IDs. */
export function matrixCallerText(caller: MatrixCaller, names: AccountNames): string {
  return caller.kind === 'grantee' ? granteeText(caller.grantee, names) : `registry ${caller.registry.name}`;
}

export function matrixRegistryText({ name, accountId, region }: MatrixRegistry): string {
  return name ?? `${accountId}/${region}`;
}

/** Up to this number, repositories are named even if they are all of the registry. */
const MAX_NAMED_REPOSITORIES = 3;

/**
 * Shortens a list of repositories to names and namespaces such as `team/*`, or only `all` if all of many match.
 *
 * @param named without duplicates
 * @param all the names of the registry
 */
export function repositoryTexts(
  named: readonly RepositoryName[],
  all: readonly RepositoryName[],
): readonly string[] {
  const isEvery = named.length > MAX_NAMED_REPOSITORIES && named.length === all.length;
  return isEvery ? ['all'] : foldNamespaces(named, all);
}

/** Maximum number of names in a field. JSON and CSV output is not limited. */
const MAX_NAMES = 12;

/** Returns the first names, and the number of names left out. */
export function firstNames(names: readonly string[], max = MAX_NAMES): readonly string[] {
  return names.length <= max + 1 ? names : [...names.slice(0, max), `and ${names.length - max} more`];
}

export type CallerKind = 'registry' | 'role' | 'user' | Exclude<StatementGrantee['who']['kind'], 'identity'>;

/** Returns `role` or `user` for identities, otherwise the kind of principal in the policy. */
export function callerKind(
  caller: { readonly kind: 'grantee'; readonly grantee: StatementGrantee } | { readonly kind: 'registry' },
): CallerKind {
  if (caller.kind === 'registry') return caller.kind;
  const { who } = caller.grantee;
  return who.kind === 'identity' ? who.identity.kind : who.kind;
}

/** Whether the caller is every AWS account. */
export function isPublicCaller(caller: MatrixCaller): boolean {
  return caller.kind === 'grantee' && caller.grantee.who.kind === 'anyone';
}

/** Returns the account of a caller, or undefined if it has no single account. */
export function accountOfCaller(caller: MatrixCaller): RegistryId['accountId'] | undefined {
  return caller.kind === 'grantee' ? accountOfGrantee(caller.grantee) : caller.registry.accountId;
}

/** How an answer is named in JSON. */
export const ANSWER_KINDS = {
  yes: 'yes',
  depends: 'depends',
  no: 'no',
  noReplica: 'no',
  unknown: 'unknown',
} as const satisfies Readonly<Record<Answer['kind'], string>>;

/** Returns a function that returns what cells of one caller with the same answer have in common. Many cells share it. */
export function createAnswerKey(): (cell: AccessCell) => string {
  const textOf = memoize(answerText);
  return ({ operation, actions, registry, answer }) =>
    JSON.stringify([operation, actions, registryKey(registry), textOf(answer)]);
}

/** Groups the cells of each caller that differ only in their repository. */
export function groupCells(
  cells: readonly AccessCell[],
  names: AccountNames,
): readonly (readonly [AccessCell, ...AccessCell[]])[] {
  const callerText = memoize((caller: MatrixCaller) => matrixCallerText(caller, names));
  const answerKey = createAnswerKey();
  return [...groupBy(cells, (cell) => `${callerText(cell.caller)} ${answerKey(cell)}`).values()];
}
