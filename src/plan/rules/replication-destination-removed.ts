import {
  filtersMatch,
  isKnown,
  listed,
  registryKey,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';
import { managing } from '../managing';
import { registryText } from '../words/place-text';
import { replicationPaths, type ReplicationPath } from '../replication/replication-paths';
import type { Problem, Reviewed } from '../reviewed';
import { rule } from '../rule';

export const replicationDestinationRemoved = rule({
  id: 'replication-destination-removed',
  severity: 'warning',
  doc: 'Nothing that is replicated today stops being replicated without somebody looking at it.',
  why:
    'A dropped destination or filter is an update of one resource, which no count of what is destroyed shows; from ' +
    'then on, pulls at the destination get old images or none. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  options: {},
  check: (reviewed) => {
    const after = registriesOf(reviewed.after);
    return replicationPaths(reviewed.before).flatMap((path) =>
      problemOf(path, after.get(registryKey(path.from)), reviewed),
    );
  },
});

function registriesOf({ registries }: PlannedTopology): ReadonlyMap<string, PlannedRegistry> {
  return new Map(registries.map((registry) => [registryKey(registry), registry]));
}

function problemOf(
  path: ReplicationPath,
  after: PlannedRegistry | undefined,
  reviewed: Reviewed,
): readonly Problem[] {
  const { from, to } = path;
  const at = managing(reviewed, 'replication', from, 'before');
  const filters = after === undefined ? [] : filtersTo(after, to);
  if (at === undefined || filters === 'notKnown') return [];
  const lost = lostOf(path, filters, after);
  if (lost.filters.length === 0) return [];
  const [only, ...others] = lost.names;
  return [
    {
      at,
      subject: {
        registry: from,
        repository: others.length === 0 ? only : undefined,
        destination: to,
      },
      message:
        `Images of ${lostText(lost)} that are pushed to ${registryText(from)} are no longer replicated to ` +
        `${registryText(to)}. What is there already stays, and grows old.`,
      help:
        'Make sure that nobody pulls them there any more. If it is not meant, keep the destination, and a ' +
        'repository_filter that takes them: a registry has one replication configuration, which a change replaces whole.',
    },
  ];
}

/** The filters by which a registry replicates to another; empty where it does not. */
function filtersTo(from: PlannedRegistry, to: RegistryId): readonly RepositoryFilter[] | 'all' | 'notKnown' {
  if (!isKnown(from.replication)) return 'notKnown';
  const rules = from.replication.filter(({ destinations }) =>
    destinations.some((destination) => registryKey(destination) === registryKey(to)),
  );
  const filters = rules.map((each) => each.filters);
  return filters.includes('all') ? 'all' : filters.flatMap((each) => (each === 'all' ? [] : each));
}

interface Lost {
  /** Repositories of the plans that were taken, and stay, and are taken no more. */
  readonly names: readonly RepositoryName[];
  /** That took something which is taken no more; the plans need not have it. */
  readonly filters: readonly (RepositoryFilter | 'all')[];
  /** What takes part of it now. */
  readonly kept: readonly RepositoryFilter[];
}

/** What was taken and is not: a shorter filter in place of a longer one takes the same. */
function lostOf(
  { filters: before, names }: ReplicationPath,
  filters: readonly RepositoryFilter[] | 'all',
  after: PlannedRegistry | undefined,
): Lost {
  if (filters === 'all') return { names: [], filters: [], kept: [] };
  const stays = new Set(after?.repositories.map(({ name }) => name));
  return {
    names: names.filter((name) => stays.has(name) && !filtersMatch(filters, name)),
    filters:
      before === 'all'
        ? ['all']
        : before.filter(
            // Every name that starts with the filter starts with a shorter one too.
            (filter) => !filtersMatch(filters, nameOf(filter)) && !goesWithName(filter, names, stays),
          ),
    kept: filters,
  };
}

/** Whether a filter is the name of a repository that goes, and took nothing else that the plans have. */
function goesWithName(
  filter: RepositoryFilter,
  names: readonly RepositoryName[],
  stays: ReadonlySet<RepositoryName>,
): boolean {
  const taken = names.filter((name) => filtersMatch([filter], name));
  return taken.includes(nameOf(filter)) && taken.every((name) => !stays.has(name));
}

/** The shortest name that a filter takes. */
function nameOf(filter: RepositoryFilter): RepositoryName {
  // It need not be right: it is only compared.
  return filter as string as RepositoryName;
}

/** What the plans have by name, then what else there may be. */
function lostText({ names, filters, kept }: Lost): string {
  const isNamed = names.length > 0;
  const rest = filters.map((filter) => {
    const taken = kept.filter((each) => filter === 'all' || each.startsWith(filter));
    const quotes = listed(
      taken.map((each) => `'${each}'`),
      4,
    );
    if (filter !== 'all') {
      const but = taken.length === 0 ? '' : ` but not with ${quotes}`;
      return `${isNamed ? 'whatever else' : 'what'} starts with '${filter}'${but}`;
    }
    const but = taken.length === 0 ? '' : ` but what starts with ${quotes}`;
    return `every ${isNamed ? 'other ' : ''}repository${but}`;
  });
  const named = isNamed
    ? `${listed(
        names.map((name) => `'${name}'`),
        8,
      )} and of `
    : '';
  return `${named}${listed(rest, 8)}`;
}
