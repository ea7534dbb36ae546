import { accountText, type AccountNames } from '../../access/evaluate/grantees';
import { findImageAccess, identitiesWithoutAccess, type ImageAccess } from '../../access/matrix/image-access';
import { registriesByKey, registryKey, type KnownRegistryId } from '../../aws/arn';
import { sortedBy } from '../../base/collections';
import type { Identity, Registry, Topology } from '../../model/topology';
import {
  accountBoxes,
  accountNodeId,
  accountNodes,
  mergeRegistries,
  registryNodeId,
  type GraphRegistry,
} from './account-boxes';
import { bundleByAccount, bundleByEnds, bundleEqual, sortArrows } from './arrow-bundles';
import {
  accessLabel,
  accessTooltip,
  assignHomes,
  callerNode,
  groupCallers,
  type CallerGroup,
} from './callers';
import type { AccountBox, Arrow, Detail, Diagram, NodeId } from './diagram';
import {
  cacheLabel,
  cachesOf,
  cacheTooltip,
  routeLabel,
  routesOf,
  routeTooltip,
  upstreamNodeId,
  upstreamNodes,
  type Cache,
  type Route,
} from './registry-arrows';

/** The content of a graph, before the level of detail is applied. */
export interface GraphContent {
  readonly routes: readonly Route[];
  readonly caches: readonly Cache[];
  readonly access: readonly ImageAccess[];
  /** The identities without access. */
  readonly withoutAccess: readonly Identity[];
  readonly registries: readonly GraphRegistry[];
  readonly names: AccountNames;
}

export function collectContent(topology: Topology, names: AccountNames): GraphContent {
  const routes = routesOf(topology.registries);
  const access = findImageAccess(topology);
  const registries = graphRegistries(topology.registries, routes);
  return {
    routes,
    caches: cachesOf(topology.registries),
    access,
    withoutAccess: identitiesWithoutAccess(access, topology.identities),
    registries,
    names,
  };
}

/** Builds the graph with the given level of detail. */
export function buildDiagram(
  { routes, caches, access, withoutAccess, registries, names }: GraphContent,
  detail: Detail,
): Diagram {
  const homes = new Set(registries.map(({ accountId }) => accountId));
  const groups = groupCallers(access, withoutAccess, homes, detail);
  const everywhere = accessEverywhere(groups, registries, detail);
  const endOf = endsOf(registries, detail);
  const arrows = [
    ...routes.map((route) => routeArrow(route, endOf, names)),
    ...caches.map((cache) => cacheArrow(cache, endOf)),
    ...groups.filter(({ id }) => !everywhere.has(id)).flatMap((group) => accessArrows(group, endOf, detail)),
  ].filter(({ from, to }) => from !== to);
  const parts = { registries, groups, names, detail, everywhere };
  const diagram = detail === 'accounts' ? drawAccounts(parts, arrows) : drawBoxes(parts, arrows);
  return { ...diagram, nodes: [...diagram.nodes, ...upstreamNodes(caches)] };
}

interface DiagramParts {
  readonly registries: readonly GraphRegistry[];
  readonly groups: readonly CallerGroup[];
  readonly names: AccountNames;
  readonly detail: Detail;
  readonly everywhere: ReadonlyMap<NodeId, string>;
}

function drawAccounts(
  { registries, groups, names, everywhere }: DiagramParts,
  arrows: readonly Arrow[],
): Diagram {
  return {
    accounts: [],
    nodes: [
      ...accountNodes(registries, groups, names),
      ...groups
        .filter(({ home }) => home === undefined)
        .map((group) => callerNode(group, names, everywhere.get(group.id))),
    ],
    arrows: sortArrows(bundleByEnds(arrows)),
    notes: ['Each box is an account, because the topology is too large to draw each registry.'],
  };
}

function drawBoxes(
  { registries, groups: callerGroups, names, detail, everywhere }: DiagramParts,
  arrows: readonly Arrow[],
): Diagram {
  const groups = assignHomes(callerGroups);
  const nodeOf = (group: CallerGroup) => callerNode(group, names, everywhere.get(group.id));
  const boxes = accountBoxes(registries, groups, names, detail, nodeOf);
  const nodes = groups.filter(({ home }) => home === undefined).map(nodeOf);
  const bundledEqual = bundleEqual(arrows, boxes);
  if (detail === 'repositories') {
    return {
      accounts: boxes,
      nodes,
      arrows: sortArrows(bundledEqual),
      notes: boxArrowNotes(bundledEqual, boxes, BOX_ARROW_NOTE),
    };
  }
  const bundled = bundleByAccount(bundledEqual, boxes);
  const notes = boxArrowNotes(bundled, boxes, `${BOX_ARROW_NOTE}; with ×N, it represents N arrows`);
  const merged = mergeRegistries(boxes, bundled);
  return { accounts: merged.boxes, nodes, arrows: sortArrows(merged.arrows), notes };
}

const BOX_ARROW_NOTE = 'An arrow at the edge of a box applies to every registry in the box';

/** With fewer accounts, arrows are easier to read than text. */
const MIN_ACCOUNTS_TO_SUMMARISE = 4;

/**
 * Returns the callers with the same access to every registry, and that access as text. Their arrows would hide the
 * others.
 */
function accessEverywhere(
  groups: readonly CallerGroup[],
  registries: readonly GraphRegistry[],
  detail: Detail,
): ReadonlyMap<NodeId, string> {
  const accounts = new Set(registries.map(({ accountId }) => accountId)).size;
  if (detail === 'repositories' || accounts < MIN_ACCOUNTS_TO_SUMMARISE) return new Map();
  return new Map(
    groups.flatMap((group) => {
      const [label, ...others] = new Set(group.access.map((access) => accessLabel(access, detail)));
      const isSame = others.length === 0 && group.access.length === registries.length;
      return label !== undefined && isSame ? [[group.id, label] as const] : [];
    }),
  );
}

/** Returns the registries of the topology, and the replication destinations outside it. */
function graphRegistries(
  registries: readonly Registry[],
  routes: readonly Route[],
): readonly GraphRegistry[] {
  const known = new Set(registries.map(registryKey));
  const externalRegistries = new Map<string, KnownRegistryId>();
  for (const { to } of routes) {
    if (!known.has(registryKey(to))) externalRegistries.set(registryKey(to), to);
  }
  return [
    ...registries,
    ...sortedBy(externalRegistries.values(), registryKey).map(({ accountId, region }) => ({
      accountId,
      region,
    })),
  ];
}

type EndOf = (registry: KnownRegistryId) => { readonly id: NodeId; readonly name: string | undefined };

function endsOf(registries: readonly GraphRegistry[], detail: Detail): EndOf {
  const registryByKey = registriesByKey(registries);
  return ({ accountId, region }) => {
    const registry = registryByKey.get(registryKey({ accountId, region })) ?? { accountId, region };
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
    tooltip: routeTooltip(
      route,
      to.name ?? `${accountText(route.to.accountId, names)} in ${route.to.region}`,
    ),
  };
}

function cacheArrow(cache: Cache, endOf: EndOf): Arrow {
  return {
    from: cache.from === undefined ? upstreamNodeId(cache) : endOf(cache.from).id,
    to: endOf(cache.into).id,
    kind: 'cache',
    label: cacheLabel(cache),
    tooltip: cacheTooltip(cache),
  };
}

function accessArrows(group: CallerGroup, endOf: EndOf, detail: Detail): readonly Arrow[] {
  const from = detail === 'accounts' && group.home !== undefined ? accountNodeId(group.home) : group.id;
  return group.access.map((access) => ({
    from,
    to: endOf(access.registry).id,
    kind: accessArrowKind(access),
    label: accessLabel(access, detail),
    tooltip: accessTooltip(access),
  }));
}

function accessArrowKind({ push }: ImageAccess): Arrow['kind'] {
  return push.length > 0 ? 'push' : 'pull';
}

function boxArrowNotes(
  arrows: readonly Arrow[],
  boxes: readonly AccountBox[],
  note: string,
): readonly string[] {
  const ids = new Set(boxes.flatMap(({ id, registriesId }) => [id, registriesId]));
  return arrows.some(({ from, to }) => ids.has(from) || ids.has(to)) ? [`${note}.`] : [];
}
