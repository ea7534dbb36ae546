import { registryKey, type RegistryId } from '../../aws/arn';
import { isAccountId, type RepositoryFilter, type RepositoryName } from '../../aws/names';
import { sortedBy, sortedUnique } from '../../base/collections';
import { filtersMatch } from '../../model/replication';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';

/** The repositories that the rules of one registry replicate to one destination. */
export interface ReplicationPath {
  readonly from: PlannedRegistry;
  readonly to: RegistryId;
  readonly filters: readonly RepositoryFilter[] | 'all';
  /** Repositories of the source that the filters match. Sorted. */
  readonly names: readonly RepositoryName[];
}

/** Returns all replication paths of a topology, in the order of the registries. Ignores unknown rules. */
export function replicationPaths({ registries }: PlannedTopology): readonly ReplicationPath[] {
  return registries.flatMap(pathsFrom);
}

export function pathsFrom(from: PlannedRegistry): readonly ReplicationPath[] {
  const found = new Map<
    string,
    { readonly to: RegistryId; readonly filters: Set<RepositoryFilter | 'all'> }
  >();
  for (const { filters, destinations } of isKnown(from.replication) ? from.replication : []) {
    for (const to of destinations) {
      const path = found.get(registryKey(to)) ?? { to, filters: new Set() };
      found.set(registryKey(to), path);
      for (const filter of filters === 'all' ? (['all'] as const) : filters) path.filters.add(filter);
    }
  }
  return sortedBy(found.values(), ({ to }) => registryKey(to)).map(({ to, filters: all }) => {
    const texts = sortedUnique([...all].flatMap((filter) => (filter === 'all' ? [] : filter)));
    const filters = all.has('all') ? 'all' : texts;
    return { from, to, filters, names: matchedNames(from, filters) };
  });
}

function matchedNames(
  { repositories }: PlannedRegistry,
  filters: readonly RepositoryFilter[] | 'all',
): readonly RepositoryName[] {
  return repositories.map(({ name }) => name).filter((name) => filtersMatch(filters, name));
}

/**
 * Whether two registries belong to one account or two. Returns `open` if an account is unknown, because two placeholders
 * may stand for the same account.
 */
export function compareAccounts(a: RegistryId, b: RegistryId): 'one' | 'two' | 'open' {
  if (a.accountId === b.accountId) return 'one';
  return isAccountId(a.accountId) && isAccountId(b.accountId) ? 'two' : 'open';
}
