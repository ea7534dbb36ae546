import { accountOfGrantee, granteeKey, type StatementGrantee } from '../../access/grantees';
import { grouped, sortedBy, type AccountId, type Identity } from '../../registry';
import { granteeText, shortGranteeText, type AccountNames } from '../grantee';
import type { Access } from './access';
import { accessLabel } from './access-label';
import type { Detail } from './detail';
import { firstLines } from '../first-lines';
import { nodeId, shortened } from './labels';
import type { Node, NodeId } from './picture';

/** Callers that stand in the same place and have the same access: one node. */
export interface CallerGroup {
  readonly id: NodeId;
  /** The account in whose box they stand; undefined where they stand in none. */
  readonly home: AccountId | undefined;
  /** Sorted. */
  readonly members: readonly [StatementGrantee, ...StatementGrantee[]];
  /** What one of them has; as far as the picture shows it, what each of them has. Sorted by registry. */
  readonly access: readonly Access[];
}

/**
 * Everybody who has access, and the identities that have none.
 * @param homes the accounts that have boxes
 */
export function groupCallers(
  access: readonly Access[],
  idle: readonly Identity[],
  homes: ReadonlySet<AccountId>,
  detail: Detail,
): readonly CallerGroup[] {
  const callers = [
    ...[...grouped(access, ({ grantee }) => granteeKey(grantee)).values()].map((each) => ({
      grantee: each[0].grantee,
      access: each,
    })),
    ...idle.map((identity) => ({
      grantee: { who: { kind: 'identity', identity }, onlyIf: [] } as const,
      access: [],
    })),
  ].map((caller) => ({ ...caller, home: homeOf(caller.grantee, homes) }));
  const sorted = sortedBy(callers, ({ grantee }) => granteeKey(grantee));
  const groups = grouped(sorted, ({ home, access: each }) =>
    JSON.stringify([home ?? '', ...each.map((one) => shown(one, detail))]),
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
 * The same, at home also in accounts without registries: those of which several nodes would stand apart otherwise.
 */
export function withHomes(groups: readonly CallerGroup[]): readonly CallerGroup[] {
  const homeless = grouped(
    groups.filter(({ home }) => home === undefined),
    (group) => accountOfGroup(group) ?? '',
  );
  return groups.map((group) => {
    const account = accountOfGroup(group);
    const isAlone = (homeless.get(account ?? '')?.length ?? 0) < 2;
    return account === undefined || isAlone ? group : { ...group, home: account };
  });
}

/** The account that all of them are in. */
function accountOfGroup({ members }: CallerGroup): AccountId | undefined {
  const [account, ...others] = new Set(members.map(accountOfGrantee));
  return others.length === 0 ? account : undefined;
}

function homeOf(grantee: StatementGrantee, homes: ReadonlySet<AccountId>): AccountId | undefined {
  const account = accountOfGrantee(grantee);
  return account !== undefined && homes.has(account) ? account : undefined;
}

/** What a picture shows of an access, which callers in one node have in common. */
function shown(access: Access, detail: Detail): readonly unknown[] {
  switch (detail) {
    case 'repositories':
    case 'registries':
      return [access.registry.name, access.pull, access.push];
    case 'accounts':
      return [access.registry.accountId, accessLabel(access, detail)];
  }
}

/** Callers of a group that are named in the picture. */
const MOST_NAMED = 5;
/** Callers of a group that are named at the pointer. */
const MOST_LISTED = 50;

/** @param everywhere what they may do in every registry, where no arrow says so */
export function callerNode(
  { id, home, members, access }: CallerGroup,
  names: AccountNames,
  everywhere?: string,
): Node {
  const named = members.map((member) => shortened(shortGranteeText(member, names, home)));
  const listed = members.map((member) => granteeText(member, names));
  return {
    id,
    kind: 'caller',
    lines: [
      ...(members.length === 1 ? [] : [`${members.length} callers`]),
      ...firstLines(named, MOST_NAMED),
      ...(access.length === 0 ? ['no access by what is declared'] : []),
      ...(everywhere === undefined ? [] : [`${everywhere} in every registry`]),
    ],
    title: firstLines(listed, MOST_LISTED).join('\n'),
  };
}
