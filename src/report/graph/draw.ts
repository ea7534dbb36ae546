import {
  registryKey,
  sortedBy,
  type Identity,
  type Registry,
  type RegistryId,
  type Topology,
} from '../../registry';
import { accountText, type AccountNames } from '../../access/grantee-text';
import { accessOf, identitiesWithout, type Access } from './access';
import { accessLabel, accessTitle } from './access-label';
import {
  accountBoxes,
  accountNodeId,
  accountNodes,
  joinRegistries,
  registryNodeId,
  type DrawnRegistry,
} from './boxes';
import { bundleByAccount, bundleByEnds, bundleEqual, inOrder } from './bundle';
import { cacheLabel, cachesOf, cacheTitle, upstreamNodeId, upstreamNodes, type Cache } from './caches';
import { callerNode, groupCallers, withHomes, type CallerGroup } from './callers';
import type { Detail } from './detail';
import type { AccountBox, Arrow, NodeId, Picture } from './picture';
import { routeLabel, routesOf, routeTitle, type Route } from './replication';

/** The content of a graph, before the level of detail is applied. */
export interface Drawing {
  readonly routes: readonly Route[];
  readonly caches: readonly Cache[];
  readonly access: readonly Access[];
  /** The identities without access. */
  readonly idle: readonly Identity[];
  readonly registries: readonly DrawnRegistry[];
  readonly names: AccountNames;
}

export function drawingOf(topology: Topology, names: AccountNames): Drawing {
  const routes = routesOf(topology.registries);
  const access = accessOf(topology);
  const registries = drawnRegistries(topology.registries, routes);
  return {
    routes,
    caches: cachesOf(topology.registries),
    access,
    idle: identitiesWithout(access, topology.identities),
    registries,
    names,
  };
}

/** Builds the graph with the given level of detail. */
export function pictureOf(
  { routes, caches, access, idle, registries, names }: Drawing,
  detail: Detail,
): Picture {
  const homes = new Set(registries.map(({ accountId }) => accountId));
  const groups = groupCallers(access, idle, homes, detail);
  const everywhere = accessEverywhere(groups, registries, detail);
  const endOf = endsOf(registries, detail);
  const arrows = [
    ...routes.map((route) => routeArrow(route, endOf, names)),
    ...caches.map((cache) => cacheArrow(cache, endOf)),
    ...groups.filter(({ id }) => !everywhere.has(id)).flatMap((group) => accessArrows(group, endOf, detail)),
  ].filter(({ from, to }) => from !== to);
  const parts = { registries, groups, names, detail, everywhere };
  const picture = detail === 'accounts' ? drawAccounts(parts, arrows) : drawBoxes(parts, arrows);
  return { ...picture, nodes: [...picture.nodes, ...upstreamNodes(caches)] };
}

interface Parts {
  readonly registries: readonly DrawnRegistry[];
  readonly groups: readonly CallerGroup[];
  readonly names: AccountNames;
  readonly detail: Detail;
  readonly everywhere: ReadonlyMap<NodeId, string>;
}

function drawAccounts({ registries, groups, names, everywhere }: Parts, arrows: readonly Arrow[]): Picture {
  return {
    accounts: [],
    nodes: [
      ...accountNodes(registries, groups, names),
      ...groups
        .filter(({ home }) => home === undefined)
        .map((group) => callerNode(group, names, everywhere.get(group.id))),
    ],
    arrows: inOrder(bundleByEnds(arrows)),
    notes: ['One box for each account: there is too much to draw each registry.'],
  };
}

function drawBoxes(
  { registries, groups: found, names, detail, everywhere }: Parts,
  arrows: readonly Arrow[],
): Picture {
  const groups = withHomes(found);
  const nodeOf = (group: CallerGroup) => callerNode(group, names, everywhere.get(group.id));
  const boxes = accountBoxes(registries, groups, names, detail, nodeOf);
  const nodes = groups.filter(({ home }) => home === undefined).map(nodeOf);
  const equal = bundleEqual(arrows, boxes);
  if (detail === 'repositories') {
    return { accounts: boxes, nodes, arrows: inOrder(equal), notes: notesOn(equal, boxes, EDGE) };
  }
  const bundled = bundleByAccount(equal, boxes);
  const notes = notesOn(bundled, boxes, `${EDGE}; with ×, it stands for so many arrows`);
  const joined = joinRegistries(boxes, bundled);
  return { accounts: joined.boxes, nodes, arrows: inOrder(joined.arrows), notes };
}

const EDGE = 'An arrow at the edge of a box is about every registry in it';

/** With fewer accounts, arrows are easier to read than text. */
const FEWEST_ACCOUNTS = 4;

/**
 * Returns the callers with the same access to every registry, and that access as text. Their arrows would hide the
 * others.
 */
function accessEverywhere(
  groups: readonly CallerGroup[],
  registries: readonly DrawnRegistry[],
  detail: Detail,
): ReadonlyMap<NodeId, string> {
  const accounts = new Set(registries.map(({ accountId }) => accountId)).size;
  if (detail === 'repositories' || accounts < FEWEST_ACCOUNTS) return new Map();
  return new Map(
    groups.flatMap((group) => {
      const [label, ...others] = new Set(group.access.map((access) => accessLabel(access, detail)));
      const isSame = others.length === 0 && group.access.length === registries.length;
      return label !== undefined && isSame ? [[group.id, label] as const] : [];
    }),
  );
}

/** Returns the registries of the topology, and the replication destinations outside it. */
function drawnRegistries(
  registries: readonly Registry[],
  routes: readonly Route[],
): readonly DrawnRegistry[] {
  const known = new Set(registries.map(registryKey));
  const elsewhere = new Map<string, RegistryId>();
  for (const { to } of routes) {
    if (!known.has(registryKey(to))) elsewhere.set(registryKey(to), to);
  }
  return [
    ...registries,
    ...sortedBy(elsewhere.values(), registryKey).map(({ accountId, region }) => ({ accountId, region })),
  ];
}

type EndOf = (registry: RegistryId) => { readonly id: NodeId; readonly name: string | undefined };

function endsOf(registries: readonly DrawnRegistry[], detail: Detail): EndOf {
  const drawn = new Map(registries.map((registry) => [registryKey(registry), registry]));
  return ({ accountId, region }) => {
    const registry = drawn.get(registryKey({ accountId, region })) ?? { accountId, region };
    const id = detail === 'accounts' ? accountNodeId(accountId) : registryNodeId(registry);
    return { id, name: registry.name };
  };
}

function routeArrow(route: Route, endOf: EndOf, names: AccountNames): Arrow {
  const to = endOf(route.to);
  return {
    from: endOf(route.from).id,
    to: to.id,
    kind: 'replication',
    label: routeLabel(route),
    title: routeTitle(route, to.name ?? `${accountText(route.to.accountId, names)} in ${route.to.region}`),
  };
}

function cacheArrow(cache: Cache, endOf: EndOf): Arrow {
  return {
    from: cache.from === undefined ? upstreamNodeId(cache) : endOf(cache.from).id,
    to: endOf(cache.into).id,
    kind: 'cache',
    label: cacheLabel(cache),
    title: cacheTitle(cache),
  };
}

function accessArrows(group: CallerGroup, endOf: EndOf, detail: Detail): readonly Arrow[] {
  const from = detail === 'accounts' && group.home !== undefined ? accountNodeId(group.home) : group.id;
  return group.access.map((access) => ({
    from,
    to: endOf(access.registry).id,
    kind: kindOf(access),
    label: accessLabel(access, detail),
    title: accessTitle(access),
  }));
}

function kindOf({ push }: Access): Arrow['kind'] {
  return push.length > 0 ? 'push' : 'pull';
}

function notesOn(arrows: readonly Arrow[], boxes: readonly AccountBox[], note: string): readonly string[] {
  const ids = new Set(boxes.flatMap(({ id, registriesId }) => [id, registriesId]));
  return arrows.some(({ from, to }) => ids.has(from) || ids.has(to)) ? [`${note}.`] : [];
}
