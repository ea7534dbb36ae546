import {
  grouped,
  registryKey,
  sortedBy,
  sortedUnique,
  type Registry,
  type RegistryId,
  type ReplicationRule,
} from '../../registry';
import { shortened } from './labels';

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
    const byDestination = grouped(
      sortedBy(sent, ({ to }) => registryKey(to)),
      ({ to }) => registryKey(to),
    );
    return [...byDestination.values()].map((group) => ({
      from,
      to: group[0].to,
      filters: joined(group.map(({ filters }) => filters)),
    }));
  });
}

function joined(all: readonly ReplicationRule['filters'][]): ReplicationRule['filters'] {
  const lists = all.filter((filters) => filters !== 'all');
  return lists.length < all.length ? 'all' : sortedUnique(lists.flat());
}

/** Maximum number of characters of a list of prefixes. A longer list is shown as a number. */
const LONGEST = 32;

/** Returns, for example, `all`, `prod/, team-` or `7 prefixes`. */
export function routeLabel({ filters }: Route): string {
  if (filters === 'all') return 'all';
  const [only, ...others] = filters;
  if (only !== undefined && others.length === 0) return shortened(only, LONGEST);
  const named = filters.join(', ');
  return named.length <= LONGEST ? named : `${filters.length} prefixes`;
}

const MOST_LISTED = 20;

export function routeTitle({ from, filters }: Route, to: string): string {
  if (filters === 'all') return `${from.name} replicates every repository to ${to}`;
  const more = filters.length - MOST_LISTED;
  const listed = `${filters.slice(0, MOST_LISTED).join(', ')}${more > 0 ? `, … and ${more} more` : ''}`;
  return `${from.name} replicates to ${to} what starts with: ${listed}`;
}
