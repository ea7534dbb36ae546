import {
  filtersMatch,
  isKnown,
  registryKey,
  tryGetRepository,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';
import type { PlannedResource } from '../resources/planned';
import type { Reviewed } from '../reviewed';
import { arrivalAt, mayAcceptOthers } from './arrival';
import { replicationPaths, type ReplicationPath } from './replication-paths';

/** What a destination received, and no longer receives, because no rule matches it any more. */
export interface DroppedPath {
  readonly from: PlannedRegistry;
  readonly to: RegistryId;
  /** Repositories of the plans that stay. */
  readonly names: readonly RepositoryName[];
  /** Those of them whose replica is destroyed. Their images need no more words. */
  readonly destroyed: readonly RepositoryName[];
  /** Filters by which repositories were replicated that the plans do not have. */
  readonly filters: readonly (RepositoryFilter | 'all')[];
  /** What the rules match after the change. */
  readonly kept: readonly RepositoryFilter[];
}

/** Rules that are known only after apply are left out, and so is what never arrived. */
export function droppedPaths({ before, after, resources }: Reviewed): readonly DroppedPath[] {
  const [old, fresh] = [registriesOf(before), registriesOf(after)];
  const destroyed = destroyedRepositories(resources);
  return replicationPaths(before).flatMap((path) => {
    const from = fresh.get(registryKey(path.from));
    const kept = from === undefined ? [] : filtersTo(from, path.to);
    if (kept === 'notKnown' || kept === 'all') return [];
    const isDestroyed = (name: RepositoryName) => destroyed.has(keyOf(path.to, name));
    const isLost = lostTest(path, old.get(registryKey(path.to)), from, kept);
    const names = path.names.filter(isLost);
    const dropped: DroppedPath = {
      from: path.from,
      to: path.to,
      names: names.filter((name) => !isDestroyed(name)),
      destroyed: names.filter(isDestroyed),
      filters: lostFilters(path, old.get(registryKey(path.to)), kept, {
        isLost: (name) => isLost(name) && !isDestroyed(name),
        isDestroyed,
      }),
      kept,
    };
    return [dropped.names, dropped.destroyed, dropped.filters].some(({ length }) => length > 0)
      ? [dropped]
      : [];
  });
}

function registriesOf({ registries }: PlannedTopology): ReadonlyMap<string, PlannedRegistry> {
  return new Map(registries.map((registry) => [registryKey(registry), registry]));
}

/** Without those that another resource of the plans keeps. */
function destroyedRepositories(resources: readonly PlannedResource[]): ReadonlySet<string> {
  const namesOf = (each: PlannedResource, moment: 'after' | 'before') => {
    const values = each.kind === 'repository' && !each.isDeposed ? each[moment] : undefined;
    return values === undefined || !isKnown(values.name) ? [] : [keyOf(values.registry, values.name)];
  };
  const kept = new Set(resources.flatMap((each) => namesOf(each, 'after')));
  return new Set(
    resources.flatMap((each) =>
      each.action === 'delete' ? namesOf(each, 'before').filter((key) => !kept.has(key)) : [],
    ),
  );
}

function keyOf(registry: RegistryId, name: RepositoryName): string {
  return `${registryKey(registry)}/${name}`;
}

/** The filters by which a registry replicates to another; empty if it does not. */
function filtersTo(from: PlannedRegistry, to: RegistryId): readonly RepositoryFilter[] | 'all' | 'notKnown' {
  if (!isKnown(from.replication)) return 'notKnown';
  const rules = from.replication.filter(({ destinations }) =>
    destinations.some((destination) => registryKey(destination) === registryKey(to)),
  );
  const filters = rules.map((each) => each.filters);
  return filters.includes('all') ? 'all' : filters.flatMap((each) => (each === 'all' ? [] : each));
}

type NameTest = (name: RepositoryName) => boolean;

/** Whether a repository stays, and is no longer replicated, and was replicated as far as that is known. */
function lostTest(
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

function lostFilters(
  { from, filters, names }: ReplicationPath,
  to: PlannedRegistry | undefined,
  kept: readonly RepositoryFilter[],
  { isLost, isDestroyed }: Readonly<Record<'isDestroyed' | 'isLost', NameTest>>,
): DroppedPath['filters'] {
  const all = filters === 'all' ? (['all'] as const) : filters;
  return all.filter((filter) => {
    // Every name that starts with the filter starts with a shorter one too.
    if (filter !== 'all' && filtersMatch(kept, nameOf(filter))) return false;
    const matched = filter === 'all' ? names : names.filter((name) => filtersMatch([filter], name));
    if (matched.length > 0 && matched.every(isDestroyed)) return false;
    // The filter is the name of a repository that is not lost, and matches nothing else that the plans have.
    if (filter !== 'all' && matched.includes(nameOf(filter)) && !matched.some(isLost)) return false;
    const isDropped = (name: RepositoryName) =>
      (filter === 'all' || name.startsWith(filter)) && !filtersMatch(kept, name);
    return mayAcceptOthers(from, to, filter, isDropped);
  });
}

/** The shortest name that a filter matches. It need not be valid: it is only compared. */
function nameOf(filter: RepositoryFilter): RepositoryName {
  return filter as string as RepositoryName;
}
