import { accountOfGrantee, granteeKey, type StatementGrantee } from '../../access/evaluate/grantees';
import {
  granteeText,
  shortGranteeText,
  type AccountNames,
} from '../../access/evaluate/grantees.grantee-text';
import type { ImageAccess } from '../../access/matrix/image-access';
import type { AccountId } from '../../aws/names';
import { sortedBy } from '../../base/collections';
import { groupBy } from '../../base/collections.grouped';
import type { Identity } from '../../model/topology';
import { firstLines } from '../format/text.first-lines';
import { accessLabel } from './callers.access-label';
import type { Node, NodeId } from './diagram';
import type { Detail } from './diagram.detail';
import { nodeId, shorten } from './diagram.labels';

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
  return others.length === 0 ? account : undefined;
}

function homeOf(grantee: StatementGrantee, homes: ReadonlySet<AccountId>): AccountId | undefined {
  const account = accountOfGrantee(grantee);
  return account !== undefined && homes.has(account) ? account : undefined;
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
      ...(access.length === 0 ? ['no access by what is declared'] : []),
      ...(everywhere === undefined ? [] : [`${everywhere} in every registry`]),
    ],
    tooltip: firstLines(listed, MAX_TOOLTIP_CALLERS).join('\n'),
  };
}
