import { accountRootArn, registryKey, repositoryArn, type RegistryId } from './arn';
import type { AccountId, RepositoryFilter, RepositoryName } from './names';
import { isKnown } from './not-known';
import { compareText, sortedUnique } from './order';
import { getPartition } from './partitions';
import { tryGetRepository } from './held';
import type { PolicyStatement } from './policy/document';
import { REPLICATION_ACTIONS } from './policy/operations';
import type { PlannedRegistry, PlannedTopology } from './topology';

/**
 * Whether a rule with these filters replicates a repository of this name: `PREFIX_MATCH` takes the literal start of
 * the name, so `prod` also takes `production`.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export function filtersMatch(filters: readonly RepositoryFilter[] | 'all', name: RepositoryName): boolean {
  return filters === 'all' || filters.some((filter) => name.startsWith(filter));
}

/** Whether a rule of one registry takes a repository to another. */
export function isReplicated(from: PlannedRegistry, to: RegistryId, repository: RepositoryName): boolean {
  return (
    isKnown(from.replication) &&
    from.replication.some(
      ({ filters, destinations }) =>
        filtersMatch(filters, repository) &&
        destinations.some((destination) => registryKey(destination) === registryKey(to)),
    )
  );
}

/**
 * Where images of a repository in a registry come from, as far as rules tell: what is replicated is not replicated again,
 * so that images have to be pushed there, and replicated from there. The registry itself, where no rule fills it; several,
 * where they fill each other.
 */
export function originsOf(
  topology: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
): readonly PlannedRegistry[] {
  const upstream = upstreamOf(topology, registry, repository);
  return upstream.filter((origin) =>
    upstreamOf(topology, origin, repository).every((other) =>
      upstreamOf(topology, other, repository).includes(origin),
    ),
  );
}

/** The registry, and all from which a rule leads to it, or to one of them. */
function upstreamOf(
  { registries }: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
): readonly PlannedRegistry[] {
  const found = [registry];
  // Grows as it is walked.
  for (const each of found) {
    found.push(
      ...registries.filter(
        (other) =>
          !found.includes(other) &&
          tryGetRepository(other, repository) !== undefined &&
          isReplicated(other, each, repository),
      ),
    );
  }
  return found;
}

/** One source account's need to replicate into a registry of another account. */
export interface ReplicationGrant {
  readonly source: AccountId;
  /** What the source may fill: repositories that exist, or prefixes under which ECR may also create them. */
  readonly target:
    | { readonly kind: 'existing'; readonly repositories: readonly RepositoryName[] }
    | {
        readonly kind: 'created';
        readonly filters: readonly RepositoryFilter[] | 'all';
        /** What the names start with of those that a creation template tags; the empty text is every name. */
        readonly tagged: readonly string[];
      };
}

/**
 * The statements of the registry policy a destination needs, and no more than it needs. Grants of one source account are joined, what
 * stands under a prefix of its own is left out, and accounts with equal actions and resources share a statement.
 *
 * The principal is the source's account root: a narrower one is not documented to work.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
export function replicationStatements(
  destination: RegistryId,
  grants: readonly ReplicationGrant[],
): readonly PolicyStatement[] {
  const created = resourcesBySource(destination, grants, 'created');
  const existing = resourcesBySource(destination, grants, 'existing');
  return [
    ...statementsOfKind(destination, 'existing', withoutCovered(existing, created)),
    ...statementsOfKind(destination, 'created', created),
    ...statementsOfKind(destination, 'tagged', resourcesBySource(destination, grants, 'tagged')),
  ];
}

const SID = {
  existing: 'ReplicateFrom',
  created: 'CreateAndReplicateFrom',
  tagged: 'TagCreatedFrom',
} as const satisfies Record<keyof typeof REPLICATION_ACTIONS, string>;

type Kind = keyof typeof SID;

type Resources = ReadonlyMap<AccountId, ReadonlySet<string>>;

/** What stands under a prefix that the same source has anyway says nothing new. */
function withoutCovered(existing: Resources, created: Resources): Resources {
  return new Map(
    [...existing].map(([source, resources]) => {
      const prefixes = [...(created.get(source) ?? [])].map((resource) => resource.slice(0, -1));
      const needed = [...resources].filter((each) => !prefixes.some((prefix) => each.startsWith(prefix)));
      return [source, new Set(needed)];
    }),
  );
}

function resourcesBySource(
  destination: RegistryId,
  grants: readonly ReplicationGrant[],
  kind: Kind,
): Resources {
  const found = new Map<AccountId, Set<string>>();
  for (const grant of grants) {
    const resources = found.get(grant.source) ?? new Set();
    for (const resource of grantedResources(destination, grant, kind)) resources.add(resource);
    found.set(grant.source, resources);
  }
  return found;
}

function statementsOfKind(
  destination: RegistryId,
  kind: Kind,
  resourcesOf: Resources,
): readonly PolicyStatement[] {
  const sourcesByResources = new Map<string, { sources: AccountId[]; resources: readonly string[] }>();
  for (const [source, unsorted] of resourcesOf) {
    if (unsorted.size === 0) continue;
    const resources = sortedUnique(unsorted);
    const key = resources.join('\n');
    const group = sourcesByResources.get(key) ?? { sources: [], resources };
    group.sources.push(source);
    sourcesByResources.set(key, group);
  }

  const { id: partition } = getPartition(destination.region);
  return [...sourcesByResources.values()].map(({ sources, resources }) => {
    const sorted = [...sources].sort(compareText);
    return {
      sid: `${SID[kind]}${sourcesLabel(sorted)}`,
      effect: 'Allow',
      principals: {
        isNot: false,
        values: sorted.map((source) => ({ type: 'AWS', value: accountRootArn(partition, source) })),
      },
      actions: { isNot: false, values: REPLICATION_ACTIONS[kind] },
      resources: { isNot: false, values: resources },
      conditions: [],
    };
  });
}

function grantedResources(
  destination: RegistryId,
  { target }: ReplicationGrant,
  kind: Kind,
): readonly string[] {
  if (target.kind === 'existing') {
    return kind === 'existing' ? target.repositories.map((name) => repositoryArn(destination, name)) : [];
  }
  if (kind === 'existing') return [];
  const starts = target.filters === 'all' ? [''] : target.filters;
  return (kind === 'tagged' ? target.tagged : starts).map((start) => repositoryArn(destination, `${start}*`));
}

/**
 * For the id of a statement, in which IAM takes letters and digits only. Unique among those of a kind, because a source
 * stands in one of each.
 *
 * @param sources sorted
 */
function sourcesLabel(sources: readonly AccountId[]): string {
  const more = sources.length - 1;
  return `${sources[0] ?? ''}${more > 0 ? `And${more}More` : ''}`;
}
