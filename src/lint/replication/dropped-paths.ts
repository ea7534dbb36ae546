import { registriesByKey, registryKey, type RegistryId } from '../../aws/arn';
import { shortestName, type RepositoryFilter, type RepositoryName } from '../../aws/names';
import { filtersMatch } from '../../model/replication';
import { tryGetRepository, type PlannedRegistry } from '../../model/topology';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { arrivalAt, mayAcceptOthers } from './arrival';
import { replicationPaths, type ReplicationPath } from './paths';

/** Repositories that were replicated to a destination, and that no rule matches any more. */
export interface DroppedPath {
  readonly from: PlannedRegistry;
  readonly to: RegistryId;
  /** Repositories in these plans that are not destroyed. */
  readonly names: readonly RepositoryName[];
  /** Repositories whose replica is destroyed, which `repository-destroyed` reports. */
  readonly destroyed: readonly RepositoryName[];
  /** Previous filters that may have matched repositories outside of these plans. */
  readonly filters: readonly (RepositoryFilter | 'all')[];
  /** The filters after the change. */
  readonly kept: readonly RepositoryFilter[];
}

/** Ignores rules that are known only after apply, and repositories that the destination refused before. */
export function droppedPaths({ before, after, resourceOf }: PlanReview): readonly DroppedPath[] {
  const [registriesBefore, registriesAfter] = [
    registriesByKey(before.registries),
    registriesByKey(after.registries),
  ];
  return replicationPaths(before).flatMap((path) => {
    const from = registriesAfter.get(registryKey(path.from));
    const kept = from === undefined ? [] : filtersTo(from, path.to);
    if (!isKnown(kept) || kept === 'all') return [];
    // Another resource of the plans may manage the repository after the apply.
    const isDestroyed = (name: RepositoryName) =>
      resourceOf('before', 'repository', path.to, name)?.action === 'delete' &&
      resourceOf('after', 'repository', path.to, name) === undefined;
    const isNoLongerReplicated = createDroppedTest(
      path,
      registriesBefore.get(registryKey(path.to)),
      from,
      kept,
    );
    const names = path.names.filter(isNoLongerReplicated);
    const dropped: DroppedPath = {
      from: path.from,
      to: path.to,
      names: names.filter((name) => !isDestroyed(name)),
      destroyed: names.filter(isDestroyed),
      filters: droppedFilters(path, registriesBefore.get(registryKey(path.to)), kept, {
        isNoLongerReplicated: (name) => isNoLongerReplicated(name) && !isDestroyed(name),
        isDestroyed,
      }),
      kept,
    };
    return [dropped.names, dropped.destroyed, dropped.filters].some(({ length }) => length > 0)
      ? [dropped]
      : [];
  });
}

/** Returns the filters by which a registry replicates to another, or an empty list. */
function filtersTo(from: PlannedRegistry, to: RegistryId): readonly RepositoryFilter[] | 'all' | Unknown {
  if (!isKnown(from.replication)) return UNKNOWN;
  const rules = from.replication.filter(({ destinations }) =>
    destinations.some((destination) => registryKey(destination) === registryKey(to)),
  );
  const filters = rules.map((each) => each.filters);
  return filters.includes('all') ? 'all' : filters.flatMap((each) => (each === 'all' ? [] : each));
}

type NameTest = (name: RepositoryName) => boolean;

/** Returns a test for repositories that continue to exist and are no longer replicated. */
function createDroppedTest(
  path: ReplicationPath,
  to: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
  kept: readonly RepositoryFilter[],
): NameTest {
  const arrival = arrivalAt(path.from, path.to, to);
  return (name) =>
    after !== undefined &&
    tryGetRepository(after, name) !== undefined &&
    !filtersMatch(kept, name) &&
    arrival(name) !== 'refused';
}

function droppedFilters(
  { from, filters, names }: ReplicationPath,
  to: PlannedRegistry | undefined,
  kept: readonly RepositoryFilter[],
  {
    isNoLongerReplicated,
    isDestroyed,
  }: { readonly isNoLongerReplicated: NameTest; readonly isDestroyed: NameTest },
): DroppedPath['filters'] {
  const all = filters === 'all' ? (['all'] as const) : filters;
  return all.filter((filter) => {
    // A shorter filter that is kept matches the same names.
    if (filter !== 'all' && filtersMatch(kept, shortestName(filter))) return false;
    const matched = filter === 'all' ? names : names.filter((name) => filtersMatch([filter], name));
    if (matched.length > 0 && matched.every(isDestroyed)) return false;
    // The filter is the name of a repository that is still replicated, and matches no other repository of the plans.
    if (filter !== 'all' && matched.includes(shortestName(filter)) && !matched.some(isNoLongerReplicated)) {
      return false;
    }
    const isDropped = (name: RepositoryName) =>
      (filter === 'all' || name.startsWith(filter)) && !filtersMatch(kept, name);
    return mayAcceptOthers(from, to, filter, isDropped);
  });
}
