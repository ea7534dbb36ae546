import type { AccountNames } from '../../access/evaluate/grantees';
import { findImageAccess, identitiesWithoutAccess, type ImageAccess } from '../../access/matrix/image-access';
import { registryKey, type KnownRegistryId } from '../../aws/arn';
import { sortedBy } from '../../base/collections';
import type { Identity, Registry, Topology } from '../../model/topology';
import type { GraphRegistry } from './account-boxes';
import { otherAccessNotes } from './other-access';
import type { PictureOptions } from './picture';
import { cachesOf, routesOf, type Cache, type Route } from './registry-arrows';

/** The content of a graph, before the level of detail is applied. */
export interface GraphContent {
  readonly routes: readonly Route[];
  readonly caches: readonly Cache[];
  readonly access: readonly ImageAccess[];
  /** The identities without access. */
  readonly withoutAccess: readonly Identity[];
  readonly registries: readonly GraphRegistry[];
  readonly names: AccountNames;
  /** What is not drawn at any level of detail. */
  readonly notes: readonly string[];
}

export function collectContent(
  topology: Topology,
  names: AccountNames,
  { only, registries: selected }: PictureOptions = {},
): GraphContent {
  const isSelected = selectionOf(topology, selected);
  const hasReplication = only !== 'access';
  const hasAccess = only !== 'replication';
  const routes = hasReplication
    ? routesOf(topology.registries).filter(({ from, to }) => isSelected(from) || isSelected(to))
    : [];
  const caches = hasReplication
    ? cachesOf(topology.registries).filter(
        ({ into, from }) => isSelected(into) || (from !== undefined && isSelected(from)),
      )
    : [];
  const allAccess = hasAccess ? findImageAccess(topology) : [];
  const drawn = drawnRegistries(topology, selected, routes, caches);
  return {
    routes,
    caches,
    access: allAccess.filter(({ registry }) => isSelected(registry)),
    withoutAccess:
      hasAccess && selected === undefined ? identitiesWithoutAccess(allAccess, topology.identities) : [],
    registries: graphRegistries(drawn, routes),
    names,
    notes: hasAccess ? otherAccessNotes(topology, names, isSelected) : [],
  };
}

type IsSelected = (registry: KnownRegistryId) => boolean;

function selectionOf({ registries }: Topology, selected: readonly string[] | undefined): IsSelected {
  if (selected === undefined) return () => true;
  const keys = new Set(registries.filter(({ name }) => selected.includes(name)).map(registryKey));
  return (registry) => keys.has(registryKey(registry));
}

/** Returns the selected registries, and those that an arrow connects with them. */
function drawnRegistries(
  { registries }: Topology,
  selected: readonly string[] | undefined,
  routes: readonly Route[],
  caches: readonly Cache[],
): readonly Registry[] {
  if (selected === undefined) return registries;
  const connected = new Set(
    [
      ...routes.flatMap(({ from, to }) => [from, to]),
      ...caches.flatMap(({ into, from }) => (from === undefined ? [into] : [into, from])),
    ].map(registryKey),
  );
  return registries.filter((each) => selected.includes(each.name) || connected.has(registryKey(each)));
}

/** Returns the registries, and the replication destinations outside the topology. */
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
