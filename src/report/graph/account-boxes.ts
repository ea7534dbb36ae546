import type { AccountNames } from '../../access/evaluate/grantees';
import { registryKey, type KnownRegistryId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import { compareText, groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { count } from '../../base/text';
import { resourcesText } from '../../model/deployment';
import { REGISTRY_TYPE_NAMES, rowOf } from '../../model/resource-types';
import type { Registry } from '../../model/topology';
import { firstLines } from '../format/text';
import type { CallerGroup } from './caller-group';
import { nodeId, shorten, type AccountBox, type Arrow, type Detail, type Node, type NodeId } from './diagram';

/** A registry of the topology, or a replication destination outside the topology. */
export type GraphRegistry = Registry | (KnownRegistryId & { readonly name?: undefined });

export function registryNodeId(registry: GraphRegistry): NodeId {
  return nodeId('registry', registry.name ?? registryKey(registry));
}

export function accountNodeId(account: AccountId): NodeId {
  return nodeId('account', account);
}

/**
 * Returns a box for each account that has registries or callers.
 * @param idleAccounts the accounts with registries that are folded
 */
export function accountBoxes(
  registries: readonly GraphRegistry[],
  groups: readonly CallerGroup[],
  names: AccountNames,
  detail: Detail,
  nodeOf: (group: CallerGroup) => Node,
  idleAccounts: readonly AccountId[],
): readonly AccountBox[] {
  const byAccount = registriesByAccount(registries);
  const isNamed = detail === 'repositories' && registries.every(fitsInBox);
  const homes = groups.flatMap(({ home }) => (home === undefined ? [] : [home]));
  return sortedUnique([...byAccount.keys(), ...homes, ...idleAccounts]).map((accountId) => {
    const own = byAccount.get(accountId) ?? [];
    const callers = groups.filter(({ home }) => home === accountId);
    const id = accountNodeId(accountId);
    const hasInnerBox = callers.length > 0 && own.length > 1;
    return {
      id,
      label: accountLines(accountId, names).join(' '),
      name: accountLines(accountId, names)[0],
      accountId: names.has(accountId) ? accountId : undefined,
      callers: callers.map(nodeOf),
      registries: own.map((registry) => registryNode(registry, isNamed)),
      registriesId: hasInnerBox ? nodeId('registries', accountId) : id,
    };
  });
}

/** Maximum number of registries that a merged node names. */
const MAX_MERGED_LINES = 8;

/**
 * Merges the registries of an account into one node if no arrow leads to a single one of them. Arrows to the box then
 * lead to that node.
 */
export function mergeRegistries(
  boxes: readonly AccountBox[],
  arrows: readonly Arrow[],
): { readonly boxes: readonly AccountBox[]; readonly arrows: readonly Arrow[] } {
  const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const nodes = new Map<NodeId, Node>();
  for (const box of boxes) {
    const canMerge = box.registries.length > 1 && !box.registries.some(({ id }) => ends.has(id));
    if (canMerge) nodes.set(box.registriesId, mergedNode(box));
  }
  const endOf = (id: NodeId) => nodes.get(id)?.id ?? id;
  return {
    boxes: boxes.map((box) => {
      const node = nodes.get(box.registriesId);
      return node === undefined ? box : { ...box, registries: [node], registriesId: box.id };
    }),
    arrows: arrows.map((arrow) => ({ ...arrow, from: endOf(arrow.from), to: endOf(arrow.to) })),
  };
}

function mergedNode({ id, registries }: AccountBox): Node {
  const lines = registries.map((registry) => registry.lines.join(', '));
  return {
    id: `${id}_registries`,
    kind: 'registry',
    lines: [`${registries.length} registries`, ...firstLines(lines, MAX_MERGED_LINES)],
    tooltip: lines.join('\n'),
  };
}

/** Returns a node for each account. Used if boxes with registries would be too many. */
export function accountNodes(
  registries: readonly GraphRegistry[],
  groups: readonly CallerGroup[],
  names: AccountNames,
): readonly Node[] {
  const byAccount = registriesByAccount(registries);
  const homes = groups.flatMap(({ home }) => (home === undefined ? [] : [home]));
  return sortedUnique([...byAccount.keys(), ...homes]).map((accountId) => {
    const own = byAccount.get(accountId) ?? [];
    const callers = groups
      .filter(({ home }) => home === accountId)
      .reduce((sum, { members }) => sum + members.length, 0);
    return {
      id: accountNodeId(accountId),
      kind: 'account',
      lines: [
        ...accountLines(accountId, names),
        ...contentLines(own),
        ...(callers === 0 ? [] : [count(callers, 'caller', 'callers')]),
      ],
      tooltip: [
        accountLines(accountId, names).join(' '),
        ...own.map((registry) => registryLines(registry).join(', ')),
      ].join('\n'),
    };
  });
}

function contentLines(registries: readonly GraphRegistry[]): readonly string[] {
  if (registries.length === 0) return [];
  const regions = new Set(registries.map(({ region }) => region)).size;
  const repositories = registries.reduce((sum, registry) => sum + repositoriesOf(registry).length, 0);
  return [
    `${count(registries.length, 'registry', 'registries')} in ${count(regions, 'Region', 'Regions')}`,
    count(repositories, 'repository', 'repositories'),
  ];
}

function registriesByAccount(
  registries: readonly GraphRegistry[],
): ReadonlyMap<AccountId, readonly GraphRegistry[]> {
  const groups = groupBy(
    sortedBy(registries, ({ accountId }) => accountId),
    ({ accountId }) => accountId,
  );
  return new Map(
    [...groups.values()].map((own) => [
      own[0].accountId,
      [...own].sort((a, b) => compareText(registryNodeId(a), registryNodeId(b))),
    ]),
  );
}

/** Returns `develop` and `(111111111111)`, or only the ID if the account has no name. */
function accountLines(id: AccountId, names: AccountNames): readonly [string, ...string[]] {
  const name = names.get(id);
  return name === undefined ? [`account ${id}`] : [shorten(name), `(${id})`];
}

/** Boxes name repositories if no registry has more than this number. */
const MAX_NAMED_REPOSITORIES = 8;
/** Maximum number of repositories in the tooltip. */
const MAX_TOOLTIP_REPOSITORIES = 50;

function fitsInBox(registry: GraphRegistry): boolean {
  return repositoriesOf(registry).length <= MAX_NAMED_REPOSITORIES;
}

/** @param isNamed same for all registries: names in one and a number in the next look like a difference */
function registryNode(registry: GraphRegistry, isNamed: boolean): Node {
  const names = repositoriesOf(registry);
  return {
    id: registryNodeId(registry),
    kind: 'registry',
    lines: [
      ...registryLines(registry),
      ...(isNamed ? names.map((name) => shorten(name)) : [count(names.length, 'repository', 'repositories')]),
      ...settingLines(registry),
    ],
    region: registry.region,
    tooltip: [...registryLines(registry), ...firstLines(names, MAX_TOOLTIP_REPOSITORIES)].join('\n'),
  };
}

/** Returns the settings that are counted, because no arrow shows them: `2 pull time update exclusions`. */
export function settingLines(registry: GraphRegistry): readonly string[] {
  if (registry.name === undefined) return [];
  return REGISTRY_TYPE_NAMES.filter((type) => rowOf(type).isCountedInDiagram).flatMap((type) => {
    const found = rowOf(type).resourcesIn(registry).length;
    return found === 0 ? [] : [resourcesText(type, found)];
  });
}

export function registryLines(registry: GraphRegistry): readonly string[] {
  return registry.name === undefined
    ? ['not in this topology', registry.region]
    : [registry.name, registry.region];
}

export function repositoriesOf(registry: GraphRegistry): readonly string[] {
  return registry.name === undefined ? [] : registry.repositories.map(({ name }) => name);
}
