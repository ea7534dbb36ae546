import {
  accountOfGrantee,
  granteeKey,
  granteeText,
  shortGranteeText,
  type AccountNames,
  type StatementGrantee,
} from '../../access/evaluate/grantees';
import type { ImageAccess } from '../../access/matrix/image-access';
import { isAccountId, type AccountId } from '../../aws/names';
import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import type { Identity } from '../../model/topology';
import { firstLines } from '../format/text';
import { nodeId, shorten, type Detail, type Node } from './diagram';
import type { CallerGroup } from './caller-group';
import { accessLabel } from './labels';
import { joinOwnNamespaces } from './own-namespaces';

/**
 * Returns the principals with access, and the identities without.
 * @param registryAccounts the accounts that have boxes in any case
 */
export function groupCallers(
  access: readonly ImageAccess[],
  withoutAccess: readonly Identity[],
  registryAccounts: ReadonlySet<AccountId>,
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
  ];
  const sorted = sortedBy(callers, ({ grantee }) => granteeKey(grantee));
  const visibleOf = (caller: Caller) =>
    JSON.stringify([isPublic(caller.grantee), ...caller.access.map((one) => visibleAccess(one, detail))]);
  const groups = [...groupBy(sorted, visibleOf).values()].flatMap((same) =>
    splitByHome(same, registryAccounts),
  );
  return detail === 'repositories' ? groups : joinOwnNamespaces(groups);
}

interface Caller {
  readonly grantee: StatementGrantee;
  readonly access: readonly ImageAccess[];
}

/** With more accounts, the boxes of accounts that have one caller and no registry would hide the others. */
const MAX_BOXES_OF_GROUP = 3;

/**
 * Splits callers with the same access by the account that contains them. Callers of many accounts without registries
 * are one group outside all boxes.
 */
function splitByHome(
  same: readonly Caller[],
  registryAccounts: ReadonlySet<AccountId>,
): readonly CallerGroup[] {
  const byHome = groupBy(same, ({ grantee }) => homeOf(grantee));
  const foreign = [...byHome.keys()].filter((home) => home !== undefined && !registryAccounts.has(home));
  if (foreign.length <= MAX_BOXES_OF_GROUP) {
    return [...byHome].map(([home, callers]) => callerGroup(callers, home));
  }
  const byBox = groupBy(same, ({ grantee }) => {
    const home = homeOf(grantee);
    return home !== undefined && registryAccounts.has(home) ? home : undefined;
  });
  return [...byBox].map(([home, callers]) => callerGroup(callers, home));
}

function callerGroup(callers: readonly [Caller, ...Caller[]], home: AccountId | undefined): CallerGroup {
  const [{ grantee, access }, ...others] = callers;
  return {
    id: nodeId('caller', granteeKey(grantee)),
    home,
    members: [grantee, ...others.map((other) => other.grantee)],
    access,
  };
}

function homeOf(grantee: StatementGrantee): AccountId | undefined {
  const account = accountOfGrantee(grantee);
  return account !== undefined && isAccountId(account) ? account : undefined;
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

/** Returns whether a principal is any AWS account. */
function isPublic({ who }: StatementGrantee): boolean {
  return who.kind === 'anyone' || who.kind === 'everybodyBut';
}

/** Maximum number of characters of a caller, with the condition keys that its access depends on. */
const MAX_CALLER_LENGTH = 64;
/** Maximum number of callers of a group that the node names. */
const MAX_NAMED_CALLERS = 5;
/** Maximum number of callers of a group that the tooltip names. */
const MAX_TOOLTIP_CALLERS = 50;

/** @param everywhere what the callers may do in every registry, if no arrow shows it */
export function callerNode(group: CallerGroup, names: AccountNames, everywhere?: string): Node {
  const { id, members, access } = group;
  const listed = members.map((member) => granteeText(member, names));
  return {
    id,
    kind: isPublic(members[0]) ? 'public' : 'caller',
    lines: [
      ...nameLines(group, names),
      ...(access.length === 0 ? ['no access in this topology'] : []),
      ...(everywhere === undefined ? [] : [`${everywhere} in every registry`]),
    ],
    tooltip: firstLines(listed, MAX_TOOLTIP_CALLERS).join('\n'),
  };
}

function nameLines({ home, members, ownNamespaces }: CallerGroup, names: AccountNames): readonly string[] {
  const named = members.map((member) => shorten(shortGranteeText(member, names, home), MAX_CALLER_LENGTH));
  if (members.length === 1) return named;
  const accounts = sortedUnique(members.flatMap((member) => homeOf(member) ?? [])).length;
  const title = `${members.length} callers${accounts > 1 ? ` of ${accounts} accounts` : ''}`;
  if (ownNamespaces !== undefined) {
    return [
      title,
      ...firstLines(named, MAX_NAMED_PATTERN),
      `each its own namespace, such as ${ownNamespaces.example}`,
    ];
  }
  return [title, ...firstLines(named, MAX_NAMED_CALLERS)];
}

/** Names that follow a pattern need fewer examples. */
const MAX_NAMED_PATTERN = 2;
