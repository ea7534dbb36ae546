import { registryKey, type RegistryId } from '../../aws/arn';
import { namespacePrefix, ROOT } from '../../aws/namespaces';
import { parseUpstream } from '../../aws/upstream';
import { sortedBy } from '../../base/collections';
import { groupBy } from '../../base/collections.grouped';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { Registry } from '../../model/topology';
import type { Node } from './diagram';
import { nodeId, shorten } from './diagram.labels';

/** The pull-through cache rules of one registry for one upstream host. */
export interface Cache {
  readonly into: Registry;
  /** The upstream, if it is a registry of the topology. */
  readonly from: RegistryId | undefined;
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

/** Maximum number of characters of a list of prefixes. A longer list is shown as a number. */
const MAX_CACHE_LABEL_LENGTH = 32;

/** Returns, for example, `docker-hub/`, `all` or `3 namespaces`. */
export function cacheLabel({ rules }: Cache): string {
  const [only, ...others] = rules.map(({ prefix }) => namespaceText(prefix));
  if (only !== undefined && others.length === 0) return shorten(only, MAX_CACHE_LABEL_LENGTH);
  const named = [only, ...others].join(', ');
  return named.length <= MAX_CACHE_LABEL_LENGTH ? named : `${rules.length} namespaces`;
}

export function cacheTooltip({ into, host, rules }: Cache): string {
  return rules
    .map(({ prefix, upstreamPrefix }) => {
      const from = upstreamPrefix === undefined ? host : `${host}/${upstreamPrefix}`;
      return `${into.name} pulls ${namespaceText(prefix)} through a cache of ${from}`;
    })
    .join('\n');
}

function namespaceText(prefix: string): string {
  return prefix === ROOT ? 'all' : namespacePrefix(prefix);
}
