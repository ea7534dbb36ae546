import { registriesByKey, registryKey, type RegistryId } from '../../aws/arn';
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

/** Replication paths of a topology, indexed for repeated lookups. */
export interface Routes {
  readonly registries: readonly PlannedRegistry[];
  readonly pathsOf: (registry: PlannedRegistry) => readonly ReplicationPath[];
  /** Returns the registry, or undefined if the topology does not contain it. */
  readonly registryAt: (id: RegistryId) => PlannedRegistry | undefined;
  readonly destinationOf: (path: ReplicationPath) => PlannedRegistry | undefined;
  readonly hasRepository: (registry: PlannedRegistry, name: RepositoryName) => boolean;
  /**
   * Whether images of a repository are pushed to a registry: no other registry replicates into it, unless both replicate
   * to each other.
   */
  readonly isPushedTo: (registry: PlannedRegistry, name: RepositoryName) => boolean;
}

export function buildRoutes({ registries }: PlannedTopology): Routes {
  const byKey = registriesByKey(registries);
  const paths = new Map(registries.map((registry) => [registry, pathsFrom(registry)]));
  const namesByRegistry = new Map(
    registries.map((registry) => [registry, new Set(registry.repositories.map(({ name }) => name))]),
  );
  const pathsOf = (registry: PlannedRegistry) => paths.get(registry) ?? [];
  const hasRepository = (registry: PlannedRegistry, name: RepositoryName) =>
    namesByRegistry.get(registry)?.has(name) === true;
  const incoming = new Map<string, ReplicationPath[]>();
  for (const path of [...paths.values()].flat()) {
    const key = registryKey(path.to);
    incoming.set(key, [...(incoming.get(key) ?? []), path]);
  }
  const isPushedTo = (registry: PlannedRegistry, name: RepositoryName) =>
    (incoming.get(registryKey(registry)) ?? []).every(
      (path) =>
        path.from === registry ||
        !hasRepository(path.from, name) ||
        !filtersMatch(path.filters, name) ||
        pathsOf(registry).some(
          (returnPath) => isReturnPath(returnPath, path) && filtersMatch(returnPath.filters, name),
        ),
    );
  const registryAt = (id: RegistryId) => byKey.get(registryKey(id));
  return {
    registries,
    pathsOf,
    registryAt,
    destinationOf: (path) => registryAt(path.to),
    hasRepository,
    isPushedTo,
  };
}

function isReturnPath(returnPath: ReplicationPath, path: ReplicationPath): boolean {
  return registryKey(returnPath.to) === registryKey(path.from);
}
