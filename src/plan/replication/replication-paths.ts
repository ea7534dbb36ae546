import {
  filtersMatch,
  isAccountId,
  isKnown,
  registryKey,
  sortedBy,
  sortedUnique,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';

/** All that the rules of one registry replicate to another. */
export interface ReplicationPath {
  readonly from: PlannedRegistry;
  readonly to: RegistryId;
  readonly filters: readonly RepositoryFilter[] | 'all';
  /** Repositories of the source that are taken. Sorted. */
  readonly names: readonly RepositoryName[];
}

/** Every way that images take, by what is known of the rules. Sorted as the registries are. */
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
    return { from, to, filters, names: namesTaken(from, filters) };
  });
}

function namesTaken(
  { repositories }: PlannedRegistry,
  filters: readonly RepositoryFilter[] | 'all',
): readonly RepositoryName[] {
  return repositories.map(({ name }) => name).filter((name) => filtersMatch(filters, name));
}

/**
 * Whether two registries are of one account, or of two; `open` where the plans do not tell, for two texts that stand for
 * accounts may stand for the same one.
 */
export function accountsOf(a: RegistryId, b: RegistryId): 'one' | 'two' | 'open' {
  if (a.accountId === b.accountId) return 'one';
  return isAccountId(a.accountId) && isAccountId(b.accountId) ? 'two' : 'open';
}
