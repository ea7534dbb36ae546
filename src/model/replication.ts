import { accountRootArn, registryKey, repositoryArn, type RegistryId } from '../aws/arn';
import type { AccountId, RepositoryFilter, RepositoryName } from '../aws/names';
import { commonPrefix, namespacePrefix } from '../aws/namespaces';
import { getPartition } from '../aws/partitions';
import { permissionsOf } from '../aws/policy/account-permissions';
import { REPLICATION_ACTIONS } from '../aws/policy/actions';
import type { PolicyStatement } from '../aws/policy/document';
import { compareText, sortedUnique } from '../base/collections';
import type { CreationTemplate } from './settings';
import type { ReplicationRule } from './resource-types';
import { tryGetRepository, type PlannedRegistry, type PlannedTopology } from './topology';
import { isKnown } from './unknown';

/**
 * Returns whether a rule with these filters replicates a repository. `PREFIX_MATCH` matches the literal prefix
 * of the name, so `prod` also matches `production`.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export function filtersMatch(filters: readonly RepositoryFilter[] | 'all', name: RepositoryName): boolean {
  return filters === 'all' || filters.some((filter) => name.startsWith(filter));
}

/** Returns whether a rule of one registry replicates a repository to another. */
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
 * Returns the registries to push to so that the images of a repository reach a registry. ECR does not replicate
 * replicated images again, so only a rule from a registry to this one counts. Prefers sources that no rule replicates
 * to. Returns the registry itself if no rule replicates to it, and several registries if they replicate to each other.
 */
export function originsOf(
  topology: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
): readonly PlannedRegistry[] {
  const isFirst = (each: PlannedRegistry) =>
    replicationSources(topology, each, repository).every((source) =>
      replicationSources(topology, source, repository).includes(each),
    );
  const sources = directSources(topology, registry, repository);
  const first = [registry, ...sources].filter(isFirst);
  return first.length > 0 ? first : sources;
}

/** Returns the registries that contain the repository and have a rule that replicates it to this registry. */
function directSources(
  { registries }: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
): readonly PlannedRegistry[] {
  return registries.filter(
    (other) => tryGetRepository(other, repository) !== undefined && isReplicated(other, registry, repository),
  );
}

/** Returns the registry and every registry from which rules lead to it, directly or through others. */
function replicationSources(
  topology: PlannedTopology,
  registry: PlannedRegistry,
  repository: RepositoryName,
): readonly PlannedRegistry[] {
  const found = [registry];
  // The list grows during the loop.
  for (const each of found) {
    found.push(...directSources(topology, each, repository).filter((source) => !found.includes(source)));
  }
  return found;
}

/** Replication from one source account into a registry of another account. */
export interface ReplicationGrant {
  readonly source: AccountId;
  /**
   * The targets of the replication: existing repositories, or prefixes under which ECR may also create
   * repositories.
   */
  readonly target:
    | { readonly kind: 'existing'; readonly repositories: readonly RepositoryName[] }
    | {
        readonly kind: 'created';
        readonly filters: readonly RepositoryFilter[] | 'all';
        /**
         * Prefixes of the created repositories that a creation template tags. The empty text matches every
         * name.
         */
        readonly tagged: readonly string[];
      };
}

/**
 * Returns the statements that the registry policy of a destination requires, with the least permissions that
 * work. Grants of one source account are joined, resources under a granted prefix are left out, and accounts
 * with equal actions and resources share a statement.
 *
 * The principal is the root of the source account, because AWS does not document that a narrower principal
 * works.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 *
 * @param declared other statements of the policy: resources that they allow are left out
 */
export function replicationStatements(
  destination: RegistryId,
  grants: readonly ReplicationGrant[],
  declared: readonly PolicyStatement[] = [],
): readonly PolicyStatement[] {
  const created = resourcesBySource(destination, grants, 'created');
  const existing = withoutCovered(resourcesBySource(destination, grants, 'existing'), created);
  const needed = (kind: StatementKind, resources: ResourcesBySource) =>
    statementsOfKind(destination, kind, withoutAllowed(resources, destination, kind, declared));
  return [
    ...needed('existing', existing),
    ...needed('created', created),
    ...needed('tagged', resourcesBySource(destination, grants, 'tagged')),
  ];
}

/** Returns whether a statement has the form and ID of one that rules with `createRepositories` write for an account. */
export function isCreationStatement(
  { sid, effect, principals, actions }: PolicyStatement,
  destination: Pick<RegistryId, 'region'>,
  source: AccountId,
): boolean {
  const root = accountRootArn(getPartition(destination.region).id, source);
  return (
    sid?.startsWith(SID_PREFIXES.created) === true &&
    effect === 'Allow' &&
    actions.values.join() === REPLICATION_ACTIONS.created.join() &&
    principals?.values.some(({ value }) => value === root) === true
  );
}

const SID_PREFIXES = {
  existing: 'ReplicateFrom',
  created: 'CreateAndReplicateFrom',
  tagged: 'TagCreatedFrom',
} as const satisfies Record<keyof typeof REPLICATION_ACTIONS, string>;

type StatementKind = keyof typeof SID_PREFIXES;

type ResourcesBySource = ReadonlyMap<AccountId, ReadonlySet<string>>;

/** Removes existing repositories under a prefix that the same source may also create. */
function withoutCovered(existing: ResourcesBySource, created: ResourcesBySource): ResourcesBySource {
  return new Map(
    [...existing].map(([source, resources]) => {
      const prefixes = [...(created.get(source) ?? [])].map((resource) => resource.slice(0, -1));
      const needed = [...resources].filter((each) => !prefixes.some((prefix) => each.startsWith(prefix)));
      return [source, new Set(needed)];
    }),
  );
}

/** Removes resources that declared statements already allow. */
function withoutAllowed(
  bySource: ResourcesBySource,
  destination: RegistryId,
  kind: StatementKind,
  declared: readonly PolicyStatement[],
): ResourcesBySource {
  if (declared.length === 0) return bySource;
  return new Map(
    [...bySource].map(([source, resources]) => {
      const isAllowed = replicationPermissions(destination, source, kind, declared);
      return [source, new Set([...resources].filter((resource) => !isAllowed(resource)))];
    }),
  );
}

/** Returns a function that reports whether statements of a destination allow a source account to replicate to an ARN. */
export function replicationPermissions(
  { region }: Pick<RegistryId, 'region'>,
  source: AccountId,
  kind: StatementKind,
  statements: readonly PolicyStatement[],
): (resource: string) => boolean {
  return permissionsOf(source, getPartition(region).id, REPLICATION_ACTIONS[kind], statements);
}

function resourcesBySource(
  destination: RegistryId,
  grants: readonly ReplicationGrant[],
  kind: StatementKind,
): ResourcesBySource {
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
  kind: StatementKind,
  bySource: ResourcesBySource,
): readonly PolicyStatement[] {
  const sourcesByResources = new Map<string, { sources: AccountId[]; resources: readonly string[] }>();
  for (const [source, unsorted] of bySource) {
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
      sid: `${SID_PREFIXES[kind]}${sourcesLabel(sorted)}`,
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
  kind: StatementKind,
): readonly string[] {
  if (target.kind === 'existing') {
    return kind === 'existing' ? target.repositories.map((name) => repositoryArn(destination, name)) : [];
  }
  if (kind === 'existing') return [];
  const prefixes = target.filters === 'all' ? [''] : target.filters;
  return (kind === 'tagged' ? target.tagged : prefixes).map((prefix) =>
    repositoryArn(destination, `${prefix}*`),
  );
}

/**
 * Returns the part of a statement ID that names its sources. IAM allows only letters and digits. It is unique
 * among statements of one kind, because a source is in only one of them.
 *
 * @param sources sorted
 */
function sourcesLabel(sources: readonly AccountId[]): string {
  const more = sources.length - 1;
  return `${sources[0] ?? ''}${more > 0 ? `And${more}More` : ''}`;
}

/** Returns how many of the names with a prefix are in one of the namespaces. */
export function coverageOf(namespaces: readonly string[], start: string): 'none' | 'part' | 'whole' {
  const common = namespaces.flatMap((namespace) => commonPrefix(namespace, start) ?? []);
  if (common.includes(start)) return 'whole';
  return common.length > 0 ? 'part' : 'none';
}

/** Returns the prefixes of the repositories that a replication rule creates and a creation template tags. */
export function taggedPrefixes(
  templates: readonly CreationTemplate[],
  filters: ReplicationRule['filters'],
): readonly string[] {
  const replicationTemplates = templates.filter(({ appliedFor }) => appliedFor.includes('REPLICATION'));
  const taggingTemplates = replicationTemplates.filter(
    ({ settings }) => Object.keys(settings.tags).length > 0,
  );
  const prefixes = taggingTemplates.flatMap(({ prefix }) =>
    (filters === 'all' ? [''] : filters).flatMap((filter) => {
      const start = commonPrefix(prefix, filter);
      return start === undefined ||
        replicationTemplates.some((other) => isMoreSpecific(other.prefix, prefix, start))
        ? []
        : start;
    }),
  );
  return sortedUnique(prefixes).filter(
    (start) => !prefixes.some((other) => other !== start && start.startsWith(other)),
  );
}

/** Returns whether a template with a longer namespace matches all names with a prefix. */
function isMoreSpecific(namespace: string, than: string, start: string): boolean {
  const own = namespacePrefix(namespace);
  return own.length > namespacePrefix(than).length && start.startsWith(own);
}
