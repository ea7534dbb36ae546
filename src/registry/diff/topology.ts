import { registryKey, registryText, type RegistryId } from '../arn';
import { identityArn } from '../identity';
import { compareText, sortedBy, sortedUnique } from '../order';
import type { ManagedPolicy } from '../policy/managed';
import { isKnown, type NotKnown } from '../not-known';
import type { Identity, PlannedRegistry, PlannedTopology } from '../topology';
import type { TopologyChange } from './change';
import { identityAtoms, onlyIn, permissionAtoms } from './permissions';
import { NOTHING_ABANDONED, type Abandoned } from './layout';
import { diffRepositories } from './repositories';
import { diffRegistrySettings, isUnmanaged } from './registry-settings';

/**
 * Returns the changes between two topologies: registries sorted by name, then identities. Account and Region
 * identify a registry. A different name is a rename.
 */
export function diffTopologies(
  before: PlannedTopology,
  after: PlannedTopology,
  abandoned: Abandoned = NOTHING_ABANDONED,
): readonly TopologyChange[] {
  const names = namesOf([...before.registries, ...after.registries]);
  const pairs = pairRegistries(before.registries, after.registries, abandoned);
  const taken = new Set<string>(after.registries.map(({ name }) => name));
  const inOrder = sortedBy(pairs, ({ was, is }) =>
    [is ?? was].map((each) => (each === undefined ? '' : `${each.name} ${registryKey(each)}`)).join(''),
  );
  return [
    ...inOrder.flatMap(({ was, is }) => diffRegistries(was, is, names, taken, abandoned)),
    ...diffIdentities(
      before.identities.filter((identity) => !abandoned.identities.has(identityArn(identity))),
      after.identities,
    ),
  ];
}

interface Pair {
  readonly was: PlannedRegistry | undefined;
  readonly is: PlannedRegistry | undefined;
}

/**
 * Pairs registries with the same account and Region. Of the rest, pairs those with the same name: the registry
 * moved.
 */
function pairRegistries(
  before: readonly PlannedRegistry[],
  after: readonly PlannedRegistry[],
  abandoned: Abandoned,
): readonly Pair[] {
  const old = new Map(before.map((registry) => [registryKey(registry), registry]));
  const fresh = new Map(after.map((registry) => [registryKey(registry), registry]));
  const gone = new Map(
    before
      .filter((each) => !fresh.has(registryKey(each)) && !abandoned.registries.has(registryKey(each)))
      .map((each) => [each.name, each]),
  );
  const pairs = after.map((is): Pair => ({ was: old.get(registryKey(is)) ?? gone.get(is.name), is }));
  const paired = new Set(pairs.map(({ was }) => was));
  return [...pairs, ...before.filter((was) => !paired.has(was)).map((was): Pair => ({ was, is: undefined }))];
}

/** The displayed name of each registry, by `registryKey`. After a rename, the new name. */
type Names = ReadonlyMap<string, string>;

/** Returns the names of registries. If two registries share a name, account and Region are appended. */
function namesOf(registries: readonly PlannedRegistry[]): Names {
  const named = new Map(registries.map((registry) => [registryKey(registry), registry]));
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
  taken: ReadonlySet<string>,
  abandoned: Abandoned,
): readonly TopologyChange[] {
  const present = after ?? before;
  if (present === undefined) return [];
  const isMoved = before !== undefined && after !== undefined && registryKey(before) !== registryKey(after);
  const registry = isMoved ? present.name : (names.get(registryKey(present)) ?? present.name);
  const existence = diffExistence(registry, before, after, taken);
  if (after === undefined && abandoned.registries.has(registryKey(present))) return existence;
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
  taken: ReadonlySet<string>,
): readonly TopologyChange[] {
  if (before === undefined) {
    return after === undefined ? [] : [{ kind: 'registry-added', registry, id: placeOf(after) }];
  }
  const held = isEmpty(before) ? 'nothing' : 'something';
  if (after === undefined) return [{ kind: 'registry-removed', registry, id: placeOf(before), held }];
  if (registryKey(before) !== registryKey(after)) {
    return [{ kind: 'registry-moved', registry, before: placeOf(before), after: placeOf(after), held }];
  }
  if (before.name === after.name) return [];
  const isNameTaken = taken.has(before.name);
  return [{ kind: 'registry-renamed', registry, before: before.name, held, isNameTaken }];
}

function isEmpty(registry: PlannedRegistry): boolean {
  const { repositories, policy, replication } = registry;
  return (
    repositories.length === 0 && policy === undefined && replication.length === 0 && isUnmanaged(registry)
  );
}

function placeOf({ accountId, region }: PlannedRegistry): RegistryId {
  return { accountId, region };
}

type Flow = Extract<TopologyChange, { kind: 'replication-added' | 'replication-removed' }>;

/** Returns one entry for each filter and destination. Comparing entries ignores how rules are grouped. */
function flows(
  registry: PlannedRegistry | undefined,
  names: Names,
): ReadonlyMap<string, Pick<Flow, 'filter' | 'destination'>> {
  const found = new Map<string, Pick<Flow, 'filter' | 'destination'>>();
  for (const rule of known(registry?.replication) ?? []) {
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
  if (after?.replication === 'notKnown') {
    return [{ kind: 'not-known', registry, repository: undefined, what: 'replication' }];
  }
  const old = flows(before, names);
  const fresh = flows(after, names);
  return [
    ...only(old, fresh).map((flow): TopologyChange => ({ kind: 'replication-removed', registry, ...flow })),
    ...only(fresh, old).map((flow): TopologyChange => ({ kind: 'replication-added', registry, ...flow })),
  ];
}

function diffPermissions(
  registry: string,
  before: PlannedRegistry | undefined,
  after: PlannedRegistry | undefined,
): readonly TopologyChange[] {
  const { old, fresh, notKnown } = permissionAtoms(before, after);
  return [
    ...onlyIn(old, fresh).map((each): TopologyChange => ({ kind: 'permission-removed', registry, ...each })),
    ...onlyIn(fresh, old).map((each): TopologyChange => ({ kind: 'permission-added', registry, ...each })),
    ...notKnown.map((repository): TopologyChange => ({
      kind: 'not-known',
      registry,
      repository,
      what: 'policy',
    })),
  ];
}

/** Returns the changes to the identity policies that the topology manages. */
function diffIdentities(
  before: readonly Identity<NotKnown>[],
  after: readonly Identity<NotKnown>[],
): readonly TopologyChange[] {
  const old = new Map(before.map((identity) => [identityArn(identity), identity]));
  const fresh = new Map(after.map((identity) => [identityArn(identity), identity]));
  return sortedUnique([...old.keys(), ...fresh.keys()]).flatMap((identity): readonly TopologyChange[] => {
    const was = old.get(identity);
    const is = fresh.get(identity);
    // If a policy is unknown, no permission changes are reported.
    const isComparable = is?.policy !== 'notKnown' && was?.policy !== 'notKnown';
    const [had, has] = isComparable
      ? [identityAtoms(was?.policy), identityAtoms(is?.policy)]
      : [identityAtoms(undefined), identityAtoms(undefined)];
    const [attached, attaches] = [was?.managedPolicies ?? [], is?.managedPolicies ?? []];
    const managed =
      (kind: 'managed-policy-attached' | 'managed-policy-detached') => (policy: ManagedPolicy) =>
        ({ kind, identity, policy }) as const;
    return [
      ...(is?.policy === 'notKnown' ? [{ kind: 'identity-not-known', identity } as const] : []),
      ...attached.filter((each) => !attaches.includes(each)).map(managed('managed-policy-detached')),
      ...attaches.filter((each) => !attached.includes(each)).map(managed('managed-policy-attached')),
      ...onlyIn(had, has).map(
        (each) => ({ kind: 'identity-permission-removed', identity, ...each }) as const,
      ),
      ...onlyIn(has, had).map((each) => ({ kind: 'identity-permission-added', identity, ...each }) as const),
    ];
  });
}

/** Returns the values whose keys only `some` contains, sorted by key. */
function only<T>(some: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): readonly T[] {
  return [...some]
    .filter(([key]) => !others.has(key))
    .sort(([a], [b]) => compareText(a, b))
    .map(([, value]) => value);
}

function known<Value>(value: Value | NotKnown | undefined): Value | undefined {
  return value === undefined || !isKnown(value) ? undefined : value;
}
