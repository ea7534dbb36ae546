import { registryKey, type RegistryId } from '../../aws/arn';
import { sortedBy, sortedUnique } from '../../base/collections';
import { groupBy } from '../../base/collections.grouped';
import type { Registry, ReplicationRule } from '../../model/topology';
import { shorten } from './diagram.labels';

/** What one registry replicates to another, by all its rules. */
export interface Route {
  readonly from: Registry;
  readonly to: RegistryId;
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

/** Maximum number of characters of a list of prefixes. A longer list is shown as a number. */
const MAX_ROUTE_LABEL_LENGTH = 32;

/** Returns, for example, `all`, `prod/, team-` or `7 prefixes`. */
export function routeLabel({ filters }: Route): string {
  if (filters === 'all') return 'all';
  const [only, ...others] = filters;
  if (only !== undefined && others.length === 0) return shorten(only, MAX_ROUTE_LABEL_LENGTH);
  const named = filters.join(', ');
  return named.length <= MAX_ROUTE_LABEL_LENGTH ? named : `${filters.length} prefixes`;
}

const MAX_TOOLTIP_PREFIXES = 20;

export function routeTooltip({ from, filters }: Route, to: string): string {
  if (filters === 'all') return `${from.name} replicates every repository to ${to}`;
  const more = filters.length - MAX_TOOLTIP_PREFIXES;
  const listed = `${filters.slice(0, MAX_TOOLTIP_PREFIXES).join(', ')}${more > 0 ? `, … and ${more} more` : ''}`;
  return `${from.name} replicates to ${to} what starts with: ${listed}`;
}
