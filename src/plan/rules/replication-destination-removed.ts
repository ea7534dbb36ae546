import {
  filtersMatch,
  grouped,
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
import { registryText } from '../place-text';
import { replicationPaths, type ReplicationPath } from '../replication-paths';
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
  const [only, ...others] = lost.names;
  if (only === undefined && lost.filters.length === 0) return [];
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
  readonly names: readonly RepositoryName[];
  /** Of those that take no repository that the plans have: `all` for every one. */
  readonly filters: readonly (RepositoryFilter | 'all')[];
}

/** What was taken and is not: a shorter filter in place of a longer one takes the same. */
function lostOf(
  { filters: before, names, from }: ReplicationPath,
  filters: readonly RepositoryFilter[] | 'all',
  after: PlannedRegistry | undefined,
): Lost {
  const isTaken = (name: RepositoryName) => filtersMatch(filters, name);
  const stays = new Set(after?.repositories.map(({ name }) => name));
  const idle =
    before === 'all' ? (from.repositories.length === 0 ? (['all'] as const) : []) : idleOf(before, from);
  return {
    names: names.filter((name) => stays.has(name) && !isTaken(name)),
    filters: idle.filter((filter) =>
      // Every name that starts with the filter starts with a shorter one too.
      filter === 'all' ? filters !== 'all' : !isTaken(filter as string as RepositoryName),
    ),
  };
}

function idleOf(
  filters: readonly RepositoryFilter[],
  { repositories }: PlannedRegistry,
): readonly RepositoryFilter[] {
  const used = grouped(filters, (filter) => repositories.some(({ name }) => filtersMatch([filter], name)));
  return used.get(false) ?? [];
}

function lostText({ names, filters }: Lost): string {
  const texts = [
    ...names.map((name) => `'${name}'`),
    ...filters.map((filter) => (filter === 'all' ? 'every repository' : `what starts with '${filter}'`)),
  ];
  return listed(texts, 8);
}
