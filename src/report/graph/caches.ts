import {
  grouped,
  namesStart,
  parseUpstream,
  registryKey,
  ROOT,
  sortedBy,
  type PullThroughCacheRule,
  type Registry,
  type RegistryId,
} from '../../registry';
import { nodeId, shortened } from './labels';
import type { Node } from './picture';

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
    [...grouped(into.pullThroughCache, ({ upstream }) => upstream)].map(([host, rules]) => {
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
  const elsewhere = grouped(
    caches.filter(({ from }) => from === undefined),
    ({ host }) => host,
  );
  return sortedBy(elsewhere.values(), ([{ host }]) => host).map(([cache]) => ({
    id: upstreamNodeId(cache),
    kind: 'upstream',
    lines: [shortened(cache.host)],
    title: cache.host,
  }));
}

/** Maximum number of characters of a list of prefixes. A longer list is shown as a number. */
const LONGEST = 32;

/** Returns, for example, `docker-hub/`, `all` or `3 namespaces`. */
export function cacheLabel({ rules }: Cache): string {
  const [only, ...others] = rules.map(({ prefix }) => below(prefix));
  if (only !== undefined && others.length === 0) return shortened(only, LONGEST);
  const named = [only, ...others].join(', ');
  return named.length <= LONGEST ? named : `${rules.length} namespaces`;
}

export function cacheTitle({ into, host, rules }: Cache): string {
  return rules
    .map(({ prefix, upstreamPrefix }) => {
      const from = upstreamPrefix === undefined ? host : `${host}/${upstreamPrefix}`;
      return `${into.name} pulls ${below(prefix)} through a cache of ${from}`;
    })
    .join('\n');
}

function below(prefix: string): string {
  return prefix === ROOT ? 'all' : namesStart(prefix);
}
