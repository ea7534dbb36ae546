import { registryKey, type KnownRegistryId } from '../../aws/arn';
import { namespacePrefix, ROOT } from '../../aws/namespaces';
import { parseUpstream } from '../../aws/upstream';
import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { ReplicationRule } from '../../model/resource-types';
import type { Registry } from '../../model/topology';
import { nodeId, shorten, type Node } from './diagram';
import { namesLabel } from './labels';

/** What one registry replicates to another, by all its rules. */
export interface Route {
  readonly from: Registry;
  readonly to: KnownRegistryId;
  readonly filters: ReplicationRule['filters'];
}

export function routesOf(registries: readonly Registry[]): readonly Route[] {
  return registries.flatMap((from) => {
    const sent = from.replication.flatMap(({ filters, destinations }) =>
      destinations.map((to) => ({ filters, to })),
    );
    const byDestination = groupBy(
      sortedBy(sent, ({ to }) => registryKey(to)),
      ({ to }) => registryKey(to),
    );
    return [...byDestination.values()].map((group) => ({
      from,
      to: group[0].to,
      filters: mergeFilters(group.map(({ filters }) => filters)),
    }));
  });
}

function mergeFilters(all: readonly ReplicationRule['filters'][]): ReplicationRule['filters'] {
  const lists = all.filter((filters) => filters !== 'all');
  return lists.length < all.length ? 'all' : sortedUnique(lists.flat());
}

/** Returns, for example, `all` or `prod/, team-`. */
export function routeLabel({ filters }: Route): string {
  return filters === 'all' ? 'all' : namesLabel(filters);
}

const MAX_TOOLTIP_PREFIXES = 20;

export function routeTooltip({ from, filters }: Route, to: string): string {
  if (filters === 'all') return `${from.name} replicates every repository to ${to}`;
  const more = filters.length - MAX_TOOLTIP_PREFIXES;
  const listed = `${filters.slice(0, MAX_TOOLTIP_PREFIXES).join(', ')}${more > 0 ? `, … and ${more} more` : ''}`;
  return `${from.name} replicates to ${to}: names that start with ${listed}`;
}

/** The pull-through cache rules of one registry for one upstream host. */
export interface Cache {
  readonly into: Registry;
  /** The upstream, if it is a registry of the topology. */
  readonly from: KnownRegistryId | undefined;
  readonly host: string;
  /** Sorted by prefix. */
  readonly rules: readonly [PullThroughCacheRule, ...PullThroughCacheRule[]];
}

export function cachesOf(registries: readonly Registry[]): readonly Cache[] {
  const known = new Set(registries.map(registryKey));
  return registries.flatMap((into) =>
    [...groupBy(into.pullThroughCache, ({ upstream }) => upstream)].map(([host, rules]) => {
      const upstream = parseUpstream(host);
      const id = upstream?.kind === 'ecr' ? upstream.id : undefined;
      return { into, from: id !== undefined && known.has(registryKey(id)) ? id : undefined, host, rules };
    }),
  );
}

/** Returns the node ID of an upstream that is not a registry of the topology. */
export function upstreamNodeId({ host }: Cache): string {
  return nodeId('upstream', host);
}

export function upstreamNodes(caches: readonly Cache[]): readonly Node[] {
  const externalUpstreams = groupBy(
    caches.filter(({ from }) => from === undefined),
    ({ host }) => host,
  );
  return sortedBy(externalUpstreams.values(), ([{ host }]) => host).map(([cache]) => ({
    id: upstreamNodeId(cache),
    kind: 'upstream',
    lines: [shorten(cache.host)],
    tooltip: cache.host,
  }));
}

/** Returns, for example, `docker-hub/` or `all`. */
export function cacheLabel({ rules }: Cache): string {
  return namesLabel(rules.map(({ prefix }) => namespaceText(prefix)));
}

export function cacheTooltip({ into, host, rules }: Cache): string {
  return rules
    .map(({ prefix, upstreamPrefix }) => {
      const from = upstreamPrefix === undefined ? host : `${host}/${upstreamPrefix}`;
      const under = prefix === ROOT ? 'every other prefix' : namespacePrefix(prefix);
      return `${into.name} caches ${from} under ${under}`;
    })
    .join('\n');
}

function namespaceText(prefix: string): string {
  return prefix === ROOT ? 'all' : namespacePrefix(prefix);
}
