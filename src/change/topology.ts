import { identityArn, registriesByKey, registryKey, registryText, type RegistryId } from '../aws/arn';
import type { ManagedPolicy } from '../aws/policy/managed-policies';
import { compareText, sortedBy, sortedUnique } from '../base/collections';
import type { Identity, PlannedRegistry, PlannedTopology } from '../model/topology';
import { isKnown, type Unknown } from '../model/unknown';
import type { TopologyChange } from './change';
import { identityAtoms, onlyIn, permissionAtoms } from './permissions';
import { diffRegistrySettings, isUnmanaged } from './registry-settings';
import { diffRepositories } from './repositories';
import { NOTHING_ORPHANED, type OrphanedResources } from './stacks';

/**
 * Returns the changes between two topologies: registries sorted by name, then identities. Account and Region
 * identify a registry. A different name is a rename.
 */
export function diffTopologies(
  before: PlannedTopology,
  after: PlannedTopology,
  orphaned: OrphanedResources = NOTHING_ORPHANED,
): readonly TopologyChange[] {
  const names = namesOf([...before.registries, ...after.registries]);
  const pairs = pairRegistries(before.registries, after.registries, orphaned);
  const usedNames = new Set<string>(after.registries.map(({ name }) => name));
  const sortedPairs = sortedBy(pairs, ({ previous, current }) =>
    [current ?? previous]
      .map((each) => (each === undefined ? '' : `${each.name} ${registryKey(each)}`))
      .join(''),
  );
  return [
    ...sortedPairs.flatMap(({ previous, current }) =>
      diffRegistries(previous, current, names, usedNames, orphaned),
    ),
    ...diffIdentities(
      before.identities.filter((identity) => !orphaned.identities.has(identityArn(identity))),
      after.identities,
    ),
  ];
}

interface RegistryPair {
  readonly previous: PlannedRegistry | undefined;
  readonly current: PlannedRegistry | undefined;
}

/**
 * Pairs registries with the same account and Region. Of the rest, pairs those with the same name: the registry
 * moved.
 */
function pairRegistries(
  before: readonly PlannedRegistry[],
  after: readonly PlannedRegistry[],
  orphaned: OrphanedResources,
): readonly RegistryPair[] {
  const old = registriesByKey(before);
  const updated = registriesByKey(after);
  const removed = new Map(
    before
      .filter((each) => !updated.has(registryKey(each)) && !orphaned.registries.has(registryKey(each)))
      .map((each) => [each.name, each]),
  );
  const pairs = after.map((current): RegistryPair => ({
    previous: old.get(registryKey(current)) ?? removed.get(current.name),
    current,
  }));
  const pairedRegistries = new Set(pairs.map(({ previous }) => previous));
  return [
    ...pairs,
    ...before
      .filter((previous) => !pairedRegistries.has(previous))
      .map((previous): RegistryPair => ({ previous, current: undefined })),
  ];
}

/** The displayed name of each registry, by `registryKey`. After a rename, the new name. */
type Names = ReadonlyMap<string, string>;

/** Returns the names of registries. If two registries share a name, account and Region are appended. */
function namesOf(registries: readonly PlannedRegistry[]): Names {
  const named = registriesByKey(registries);
  const all = [...named.values()];
  return new Map(
    [...named].map(([key, { name, accountId, region }]) => {
      const isShared = all.some((other) => other.name === name && registryKey(other) !== key);
      return [key, isShared ? `${name} (${accountId} in ${region})` : name];
    }),
  );
}

function diffRegistries(
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
  names: Names,
  usedNames: ReadonlySet<string>,
  orphaned: OrphanedResources,
): readonly TopologyChange[] {
  const present = after ?? before;
  if (present === undefined) return [];
  const isMoved = before !== undefined && after !== undefined && registryKey(before) !== registryKey(after);
  const registry = isMoved ? present.name : (names.get(registryKey(present)) ?? present.name);
  const existence = diffExistence(registry, before, after, usedNames);
  if (after === undefined && orphaned.registries.has(registryKey(present))) return existence;
  return [
    ...existence,
    ...diffRepositories(registry, before?.repositories ?? [], after?.repositories ?? []),
    ...diffReplication(registry, before, after, names),
    ...diffRegistrySettings(registry, present, before, after),
    // After a move, all policies name other repositories, so comparing them is useless.
    ...(isMoved ? [] : diffPermissions(registry, before, after)),
  ];
}

function diffExistence(
  registry: string,
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
  usedNames: ReadonlySet<string>,
): readonly TopologyChange[] {
  if (before === undefined) {
    return after === undefined ? [] : [{ kind: 'registry-added', registry, id: registryIdOf(after) }];
  }
  const held = isEmpty(before) ? 'nothing' : 'something';
  if (after === undefined) return [{ kind: 'registry-removed', registry, id: registryIdOf(before), held }];
  if (registryKey(before) !== registryKey(after)) {
    return [
      { kind: 'registry-moved', registry, before: registryIdOf(before), after: registryIdOf(after), held },
    ];
  }
  if (before.name === after.name) return [];
  const isNameTaken = usedNames.has(before.name);
  return [{ kind: 'registry-renamed', registry, before: before.name, held, isNameTaken }];
}

function isEmpty(registry: PlannedRegistry): boolean {
  const { repositories, policy, replication } = registry;
  return (
    repositories.length === 0 &&
    policy === undefined &&
    isKnown(replication) &&
    replication.length === 0 &&
    isUnmanaged(registry)
  );
}

function registryIdOf({ accountId, region }: PlannedRegistry): RegistryId {
  return { accountId, region };
}

type Flow = Extract<TopologyChange, { kind: 'replication-added' | 'replication-removed' }>;

/** Returns one entry for each filter and destination. Comparing entries ignores how rules are grouped. */
function flows(
  registry: PlannedRegistry | undefined,
  names: Names,
): ReadonlyMap<string, Pick<Flow, 'filter' | 'destination'>> {
  const found = new Map<string, Pick<Flow, 'filter' | 'destination'>>();
  for (const rule of ifKnown(registry?.replication) ?? []) {
    for (const destination of rule.destinations) {
      const key = registryKey(destination);
      const label = names.get(key) ?? registryText(destination);
      for (const filter of rule.filters === 'all' ? (['all'] as const) : rule.filters) {
        found.set(`${key} ${filter}`, { filter, destination: label });
      }
    }
  }
  return found;
}

function diffReplication(
  registry: string,
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
  names: Names,
): readonly TopologyChange[] {
  if (!isKnown(after?.replication)) {
    return [{ kind: 'not-known', registry, repository: undefined, what: 'replication' }];
  }
  const old = flows(before, names);
  const updated = flows(after, names);
  return [
    ...valuesOnlyIn(old, updated).map((flow): TopologyChange => ({
      kind: 'replication-removed',
      registry,
      ...flow,
    })),
    ...valuesOnlyIn(updated, old).map((flow): TopologyChange => ({
      kind: 'replication-added',
      registry,
      ...flow,
    })),
  ];
}

function diffPermissions(
  registry: string,
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
): readonly TopologyChange[] {
  const { old, updated, unknownPolicies } = permissionAtoms(before, after);
  return [
    ...onlyIn(old, updated).map((each): TopologyChange => ({
      kind: 'permission-removed',
      registry,
      ...each,
    })),
    ...onlyIn(updated, old).map((each): TopologyChange => ({ kind: 'permission-added', registry, ...each })),
    ...unknownPolicies.map((repository): TopologyChange => ({
      kind: 'not-known',
      registry,
      repository,
      what: 'policy',
    })),
  ];
}

/** Returns the changes to the identity policies that the topology manages. */
function diffIdentities(
  before: readonly Identity<Unknown>[],
  after: readonly Identity<Unknown>[],
): readonly TopologyChange[] {
  const old = new Map(before.map((identity) => [identityArn(identity), identity]));
  const updated = new Map(after.map((identity) => [identityArn(identity), identity]));
  return sortedUnique([...old.keys(), ...updated.keys()]).flatMap((identity): readonly TopologyChange[] => {
    const previous = old.get(identity);
    const current = updated.get(identity);
    // If a policy is unknown, no permission changes are reported.
    const isComparable = isKnown(current?.policy) && isKnown(previous?.policy);
    const [previousAtoms, currentAtoms] = isComparable
      ? [identityAtoms(previous?.policy), identityAtoms(current?.policy)]
      : [identityAtoms(undefined), identityAtoms(undefined)];
    const [previousManaged, currentManaged] = [
      previous?.managedPolicies ?? [],
      current?.managedPolicies ?? [],
    ];
    const managedChange =
      (kind: 'managed-policy-attached' | 'managed-policy-detached') => (policy: ManagedPolicy) =>
        ({ kind, identity, policy }) as const;
    return [
      ...(!isKnown(current?.policy) ? [{ kind: 'identity-not-known', identity } as const] : []),
      ...previousManaged
        .filter((each) => !currentManaged.includes(each))
        .map(managedChange('managed-policy-detached')),
      ...currentManaged
        .filter((each) => !previousManaged.includes(each))
        .map(managedChange('managed-policy-attached')),
      ...onlyIn(previousAtoms, currentAtoms).map(
        (each) => ({ kind: 'identity-permission-removed', identity, ...each }) as const,
      ),
      ...onlyIn(currentAtoms, previousAtoms).map(
        (each) => ({ kind: 'identity-permission-added', identity, ...each }) as const,
      ),
    ];
  });
}

/** Returns the values whose keys only `some` contains, sorted by key. */
function valuesOnlyIn<T>(some: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): readonly T[] {
  return [...some]
    .filter(([key]) => !others.has(key))
    .sort(([a], [b]) => compareText(a, b))
    .map(([, value]) => value);
}

function ifKnown<Value>(value: Value | Unknown | undefined): Value | undefined {
  return value === undefined || !isKnown(value) ? undefined : value;
}
