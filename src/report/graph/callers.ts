import {
  accountOfGrantee,
  granteeKey,
  granteeText,
  shortGranteeText,
  type AccountNames,
  type StatementGrantee,
} from '../../access/evaluate/grantees';
import type { ImageAccess } from '../../access/matrix/image-access';
import { isAccountId, type AccountId, type RepositoryName } from '../../aws/names';
import type { Operation } from '../../aws/policy/actions';
import { groupBy, sortedBy } from '../../base/collections';
import type { Identity } from '../../model/topology';
import { foldNamespaces } from '../format/repository-names';
import { firstLines } from '../format/text';
import { nodeId, shorten, type Detail, type Node, type NodeId } from './diagram';

/** Callers in the same box with the same access, drawn as one node. */
export interface CallerGroup {
  readonly id: NodeId;
  /** The account whose box contains the callers; undefined if they are outside all boxes. */
  readonly home: AccountId | undefined;
  /** Sorted. */
  readonly members: readonly [StatementGrantee, ...StatementGrantee[]];
  /** The access of the first member. As far as the graph shows it, all members have the same. Sorted by registry. */
  readonly access: readonly ImageAccess[];
}

/**
 * Returns the principals with access, and the identities without.
 * @param homes the accounts that have boxes
 */
export function groupCallers(
  access: readonly ImageAccess[],
  withoutAccess: readonly Identity[],
  homes: ReadonlySet<AccountId>,
  detail: Detail,
): readonly CallerGroup[] {
  const callers = [
    ...[...groupBy(access, ({ grantee }) => granteeKey(grantee)).values()].map((each) => ({
      grantee: each[0].grantee,
      access: each,
    })),
    ...withoutAccess.map((identity) => ({
      grantee: { who: { kind: 'identity', identity }, onlyIf: [] } as const,
      access: [],
    })),
  ].map((caller) => ({ ...caller, home: homeOf(caller.grantee, homes) }));
  const sorted = sortedBy(callers, ({ grantee }) => granteeKey(grantee));
  const groups = groupBy(sorted, ({ home, access: each }) =>
    JSON.stringify([home ?? '', ...each.map((one) => visibleAccess(one, detail))]),
  );
  return [...groups.values()].map((group) => {
    const [{ grantee, home, access: each }, ...others] = group;
    return {
      id: nodeId('caller', granteeKey(grantee)),
      home,
      members: [grantee, ...others.map((other) => other.grantee)],
      access: each,
    };
  });
}

/**
 * Also puts callers into accounts without registries, if several nodes of such an account would be separate otherwise.
 */
export function assignHomes(groups: readonly CallerGroup[]): readonly CallerGroup[] {
  const homeless = groupBy(
    groups.filter(({ home }) => home === undefined),
    (group) => accountOfGroup(group) ?? '',
  );
  return groups.map((group) => {
    const account = accountOfGroup(group);
    const isOnlyGroup = (homeless.get(account ?? '')?.length ?? 0) < 2;
    return account === undefined || isOnlyGroup ? group : { ...group, home: account };
  });
}

/** Returns the account of all members, or undefined if they are in several accounts. */
function accountOfGroup({ members }: CallerGroup): AccountId | undefined {
  const [account, ...others] = new Set(members.map(accountOfGrantee));
  return account !== undefined && isAccountId(account) && others.length === 0 ? account : undefined;
}

function homeOf(grantee: StatementGrantee, homes: ReadonlySet<AccountId>): AccountId | undefined {
  const account = accountOfGrantee(grantee);
  return account !== undefined && isAccountId(account) && homes.has(account) ? account : undefined;
}

/** Returns what the graph shows of an access. Callers in one node have this in common. */
function visibleAccess(access: ImageAccess, detail: Detail): readonly unknown[] {
  switch (detail) {
    case 'repositories':
    case 'registries':
      return [access.registry.name, access.pull, access.push];
    case 'accounts':
      return [access.registry.accountId, accessLabel(access, detail)];
  }
}

/** Maximum number of callers of a group that the node names. */
const MAX_NAMED_CALLERS = 5;
/** Maximum number of callers of a group that the tooltip names. */
const MAX_TOOLTIP_CALLERS = 50;

/** @param everywhere what the callers may do in every registry, if no arrow shows it */
export function callerNode(
  { id, home, members, access }: CallerGroup,
  names: AccountNames,
  everywhere?: string,
): Node {
  const named = members.map((member) => shorten(shortGranteeText(member, names, home)));
  const listed = members.map((member) => granteeText(member, names));
  return {
    id,
    kind: 'caller',
    lines: [
      ...(members.length === 1 ? [] : [`${members.length} callers`]),
      ...firstLines(named, MAX_NAMED_CALLERS),
      ...(access.length === 0 ? ['no access in this topology'] : []),
      ...(everywhere === undefined ? [] : [`${everywhere} in every registry`]),
    ],
    tooltip: firstLines(listed, MAX_TOOLTIP_CALLERS).join('\n'),
  };
}

/** Returns the label of an access arrow: `pull`, `pull and push 3 of 12`, `pull all, push my-repo`. */
export function accessLabel(access: ImageAccess, detail: Detail): string {
  const { pull, push } = access;
  if (detail === 'accounts') return operationsOf(access).join(' and ');
  const same = pull.length === push.length && pull.every((name, index) => name === push[index]);
  if (same || pull.length === 0 || push.length === 0) {
    const share = shareText(push.length === 0 ? pull : push, access, detail);
    return `${operationsOf(access).join(' and ')}${share === 'all' ? '' : ` ${share}`}`;
  }
  return `pull ${shareText(pull, access, detail)}, push ${shareText(push, access, detail)}`;
}

function operationsOf({ pull, push }: ImageAccess): readonly Operation[] {
  return [...(pull.length > 0 ? (['pull'] as const) : []), ...(push.length > 0 ? (['push'] as const) : [])];
}

function shareText(names: readonly RepositoryName[], { registry }: ImageAccess, detail: Detail): string {
  const total = registry.repositories.length;
  if (names.length === total) return 'all';
  const named = namedShare(
    names,
    registry.repositories.map(({ name }) => name),
  );
  if (named !== undefined) return named;
  return detail === 'repositories' ? `${names.length} of ${total}` : 'some';
}

/** Maximum number of characters of a list of names. A longer list is shown as a number. */
const MAX_SHARE_LENGTH = 32;
/** Maximum number of names and namespaces in a label. */
const MAX_PARTS = 3;

/**
 * Returns, for example, `my-repo` or `app/* and base/*`, or undefined if that is too long or several
 * names of a namespace are left.
 */
function namedShare(
  names: readonly RepositoryName[],
  allNames: readonly RepositoryName[],
): string | undefined {
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return shorten(only, MAX_SHARE_LENGTH);
  const parts = foldNamespaces(names, allNames);
  const text = parts.join(' and ');
  // Two names of one namespace are shorter as a number.
  const namespaces = new Set(parts.map((part) => part.slice(0, part.indexOf('/') + 1)));
  if (namespaces.size < parts.length) return undefined;
  return parts.length > MAX_PARTS || text.length > MAX_SHARE_LENGTH ? undefined : text;
}

/** Returns the same access with repository names, for the tooltip. */
export function accessTooltip({ registry, pull, push }: ImageAccess): string {
  const listed = (operation: Operation, names: readonly RepositoryName[]) =>
    names.length === 0
      ? []
      : [`${operation} in ${registry.name}: ${listText(names, registry.repositories.length)}`];
  return [...listed('pull', pull), ...listed('push', push)].join('\n');
}

const MAX_TOOLTIP_REPOSITORIES = 20;

function listText(names: readonly RepositoryName[], total: number): string {
  const more = names.length - MAX_TOOLTIP_REPOSITORIES;
  const all = names.length === total ? ' (all)' : '';
  return `${names.slice(0, MAX_TOOLTIP_REPOSITORIES).join(', ')}${more > 0 ? `, … and ${more} more` : ''}${all}`;
}
