import { registriesByKey, registryKey, registryText, repositoryArn } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { PolicyStatement } from '../../aws/policy/document';
import { groupBy } from '../../base/collections';
import { filtersMatch, isCreationStatement, replicationPermissions } from '../../model/replication';
import type { ReplicationRule } from '../../model/resource-types';
import type { Registry, Topology } from '../../model/topology';
import type { Omission } from './parts';
import { oneOrMany, type Mapping } from './value';

/** A rule of a source registry, with how the declaration writes it. */
export interface PlannedRule {
  readonly key: string;
  readonly source: Registry;
  readonly rule: ReplicationRule;
  readonly destinations: readonly Registry[];
  /** The repositories of the source that the rule matches. */
  readonly matched: ReadonlySet<RepositoryName>;
  /** The value of `createRepositories`. */
  readonly creates: boolean;
}

/** Returns the rules whose destinations are all declared, and the others as omissions. */
export function planRules(
  { registries }: Topology,
  creates: ReadonlyMap<string, boolean>,
): { readonly rules: readonly PlannedRule[]; readonly omissions: readonly Omission[] } {
  const byKey = registriesByKey(registries);
  const omissions: Omission[] = [];
  const rules = registries.flatMap((source) =>
    source.replication.flatMap((rule): readonly PlannedRule[] => {
      const destinations = rule.destinations.flatMap((id) => byKey.get(registryKey(id)) ?? []);
      const missing = rule.destinations.find((id) => !byKey.has(registryKey(id)));
      if (missing !== undefined) {
        omissions.push({
          part: { kind: 'replication', registry: source.name },
          why: `It replicates to ${registryText(missing)}, which is not in the declaration.`,
          fix: 'Include that registry when you adopt, or add it to the declaration.',
        });
        return [];
      }
      const key = ruleKey(source, rule);
      const matched = new Set(
        source.repositories.flatMap(({ name }) => (filtersMatch(rule.filters, name) ? name : [])),
      );
      const planned = { key, source, rule, destinations, matched, creates: false };
      return [{ ...planned, creates: creates.get(key) ?? hasCreationStatements(planned) }];
    }),
  );
  return { rules, omissions };
}

function ruleKey({ name }: Registry, rule: ReplicationRule): string {
  return `${name} ${JSON.stringify(rule)}`;
}

/** Returns whether the policies of all destinations in other accounts have the statements of `createRepositories: true`. */
function hasCreationStatements({ source, rule, destinations }: PlannedRule): boolean {
  const others = destinations.filter(({ accountId }) => accountId !== source.accountId);
  const prefixes = rule.filters === 'all' ? [''] : rule.filters;
  return (
    others.length > 0 &&
    others.every((destination) =>
      prefixes.every((prefix) =>
        replicationGrants(destination, source).created.has(repositoryArn(destination, `${prefix}*`)),
      ),
    )
  );
}

interface ReplicationGrants {
  /** The ARN patterns of the repositories that ECR may create, in statements that rules write. */
  readonly created: ReadonlySet<string>;
  /** Returns whether any statement allows the replication to an ARN. */
  readonly isAllowed: (resource: string) => boolean;
}

const GRANTS = new WeakMap<Registry, Map<string, ReplicationGrants>>();

/** Returns what the policy of a destination allows the account of a source to replicate. */
function replicationGrants(destination: Registry, { accountId }: Registry): ReplicationGrants {
  const byAccount = GRANTS.get(destination) ?? new Map<string, ReplicationGrants>();
  GRANTS.set(destination, byAccount);
  const statements = destination.policy?.statements ?? [];
  const grants = byAccount.get(accountId) ?? {
    created: createdResources(statements, destination, accountId),
    isAllowed: replicationPermissions(destination, accountId, 'existing', statements),
  };
  byAccount.set(accountId, grants);
  return grants;
}

function createdResources(
  statements: readonly PolicyStatement[],
  destination: Registry,
  source: Registry['accountId'],
): ReadonlySet<string> {
  const generated = statements.filter((each) => isCreationStatement(each, destination, source));
  return new Set(generated.flatMap(({ resources }) => resources?.values ?? []));
}

/** A rule that fills a repository of the destination, if images are pushed to the repository of the source. */
interface Edge {
  readonly from: Registry;
  readonly to: Registry;
  /**
   * Whether the repository exists in the destination, and its policy allows the replication. Undefined if it needs no
   * permission, because the registries have the same account.
   */
  readonly isAllowed: boolean | undefined;
}

export interface Placement {
  readonly rules: readonly PlannedRule[];
  /** The registries that images of each repository are pushed to. */
  readonly originals: ReadonlyMap<RepositoryName, readonly Registry[]>;
}

/**
 * Returns the registries that images are pushed to, so that the declaration places each repository exactly where it
 * exists. A rule that would place replicas that do not exist becomes a rule that lets ECR create them.
 */
export function placeRepositories(topology: Topology, planned: readonly PlannedRule[]): Placement {
  const placed = groupBy(
    topology.registries.flatMap((registry) => registry.repositories.map(({ name }) => ({ name, registry }))),
    ({ name }) => name,
  );
  let rules = planned;
  for (;;) {
    const edges = edgesOf(rules, placed);
    const originals = new Map(
      [...placed].map(([name, places]) => [
        name,
        originalsOf(
          places.map(({ registry }) => registry),
          edges.get(name) ?? [],
        ),
      ]),
    );
    const isFeasible = (rule: PlannedRule) => rule.creates || placesOnlyExisting(rule, originals, placed);
    if (rules.every(isFeasible)) return { rules, originals };
    rules = rules.map((rule) => (isFeasible(rule) ? rule : { ...rule, creates: true }));
  }
}

type Placed = ReadonlyMap<RepositoryName, readonly { readonly registry: Registry }[]>;

function edgesOf(
  rules: readonly PlannedRule[],
  placed: Placed,
): ReadonlyMap<RepositoryName, readonly Edge[]> {
  const edges = new Map<RepositoryName, Edge[]>();
  for (const { source, destinations, matched, creates } of rules) {
    for (const name of creates ? [] : matched) {
      const ofName = edges.get(name) ?? [];
      edges.set(name, ofName);
      for (const to of destinations) {
        const exists = placed.get(name)?.some(({ registry }) => registry === to) === true;
        ofName.push({ from: source, to, isAllowed: exists && isReplicationAllowed(source, to, name) });
      }
    }
  }
  return edges;
}

function isReplicationAllowed(
  source: Registry,
  destination: Registry,
  name: RepositoryName,
): boolean | undefined {
  if (source.accountId === destination.accountId) return undefined;
  return replicationGrants(destination, source).isAllowed(repositoryArn(destination, name));
}

function originalsOf(places: readonly Registry[], edges: readonly Edge[]): readonly Registry[] {
  if (edges.length === 0) return places;
  const isForbidden = (registry: Registry) =>
    edges.some(({ from, isAllowed }) => from === registry && isAllowed === false);
  const isRequired = (registry: Registry) =>
    !isForbidden(registry) && edges.some(({ from, isAllowed }) => from === registry && isAllowed === true);
  const sourcesOf = (registry: Registry) =>
    edges.filter(({ from, to }) => to === registry && !isForbidden(from)).map(({ from }) => from);
  const isReplica = (registry: Registry) =>
    sourcesOf(registry).some((source) => isForbidden(registry) || !isReachable(registry, source, edges));
  const originals = places.filter((registry) => isRequired(registry) || !isReplica(registry));
  const isPlaced = (registry: Registry) =>
    originals.includes(registry) || edges.some(({ from, to }) => to === registry && originals.includes(from));
  return places.filter((registry) => originals.includes(registry) || !isPlaced(registry));
}

function isReachable(from: Registry, to: Registry, edges: readonly Edge[]): boolean {
  const found = [from];
  // The list grows during the loop.
  for (const each of found) {
    if (each === to) return true;
    found.push(...edges.flatMap((edge) => (edge.from === each && !found.includes(edge.to) ? edge.to : [])));
  }
  return false;
}

/** Returns whether every replica that the rule places exists, and each of its filters matches an original. */
function placesOnlyExisting(
  { source, rule: { filters }, destinations, matched }: PlannedRule,
  originals: ReadonlyMap<RepositoryName, readonly Registry[]>,
  placed: Placed,
): boolean {
  const pushed = [...matched].filter((name) => originals.get(name)?.includes(source) === true);
  const isEffective =
    filters === 'all'
      ? pushed.length > 0
      : filters.every((filter) => pushed.some((name) => name.startsWith(filter)));
  return (
    isEffective &&
    pushed.every((name) =>
      destinations.every((to) => placed.get(name)?.some(({ registry }) => registry === to) === true),
    )
  );
}

/** An entry of `replication`, and the rules that it writes. */
export interface ReplicationEntry {
  readonly value: Mapping;
  readonly rules: readonly PlannedRule[];
}

/** Returns the entries of `replication`. Rules of several sources that are otherwise equal are one entry. */
export function replicationEntries(rules: readonly PlannedRule[]): readonly ReplicationEntry[] {
  const groups = groupBy(rules, (each) =>
    JSON.stringify([
      each.rule.filters,
      each.destinations.map(({ name }) => name),
      each.creates,
      // Two equal rules of a source are two entries.
      rules.filter(({ key }) => key === each.key).indexOf(each),
    ]),
  );
  return [...groups.values()].map((group) => {
    const [{ rule, destinations, creates }] = group;
    return {
      rules: group,
      value: {
        from: oneOrMany(group.map(({ source }) => source.name)),
        to: destinations.map(({ name }) => name).sort(),
        repositories: rule.filters,
        createRepositories: creates ? true : undefined,
      },
    };
  });
}
