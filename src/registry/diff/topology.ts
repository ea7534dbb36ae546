import { registryKey, type RegistryId } from '../arn';
import { identityArn, type Identity } from '../identity';
import { compareText, sortedBy, sortedUnique } from '../order';
import type { ManagedPolicy } from '../policy/managed';
import type { Registry, Repository, Topology } from '../topology';
import type { TopologyChange } from './change';
import { identityAtoms, onlyIn, registryAtoms } from './permissions';

/**
 * What changes from one topology to another, registry by registry in the order of their names, then identity by
 * identity. A registry is the same one when account and Region are: its name is only what we call it.
 */
export function diffTopologies(before: Topology, after: Topology): readonly TopologyChange[] {
  const names = namesOf([...before.registries, ...after.registries]);
  const pairs = pairRegistries(before.registries, after.registries);
  const taken = new Set<string>(after.registries.map(({ name }) => name));
  const inOrder = sortedBy(pairs, ({ was, is }) =>
    [is ?? was].map((each) => (each === undefined ? '' : `${each.name} ${registryKey(each)}`)).join(''),
  );
  return [
    ...inOrder.flatMap(({ was, is }) => diffRegistries(was, is, names, taken)),
    ...diffIdentities(before.identities, after.identities),
  ];
}

interface Pair {
  readonly was: Registry | undefined;
  readonly is: Registry | undefined;
}

/** The same place, whatever it is called; of what is left, the same name: a registry that moved. */
function pairRegistries(before: readonly Registry[], after: readonly Registry[]): readonly Pair[] {
  const old = new Map(before.map((registry) => [registryKey(registry), registry]));
  const fresh = new Map(after.map((registry) => [registryKey(registry), registry]));
  const gone = new Map(
    before.filter((each) => !fresh.has(registryKey(each))).map((each) => [each.name, each]),
  );
  const pairs = after.map((is): Pair => ({ was: old.get(registryKey(is)) ?? gone.get(is.name), is }));
  const paired = new Set(pairs.map(({ was }) => was));
  return [...pairs, ...before.filter((was) => !paired.has(was)).map((was): Pair => ({ was, is: undefined }))];
}

/** What to call a registry, by its key; the newer name where there are two. */
type Names = ReadonlyMap<string, string>;

/** By name; where a name stands for two places, with the place. */
function namesOf(registries: readonly Registry[]): Names {
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
  before: Registry | undefined,
  after: Registry | undefined,
  names: Names,
  taken: ReadonlySet<string>,
): readonly TopologyChange[] {
  const present = after ?? before;
  if (present === undefined) return [];
  const isMoved = before !== undefined && after !== undefined && registryKey(before) !== registryKey(after);
  const registry = isMoved ? present.name : (names.get(registryKey(present)) ?? present.name);
  return [
    ...diffExistence(registry, before, after, taken),
    ...diffRepositories(registry, before?.repositories ?? [], after?.repositories ?? []),
    ...diffReplication(registry, before, after, names),
    // The policies of two places name other repositories, all of them.
    ...(isMoved ? [] : diffPermissions(registry, before, after)),
  ];
}

function diffExistence(
  registry: string,
  before: Registry | undefined,
  after: Registry | undefined,
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

function isEmpty({ repositories, policy, replication }: Registry): boolean {
  return repositories.length === 0 && policy === undefined && replication.length === 0;
}

function placeOf({ accountId, region }: Registry): RegistryId {
  return { accountId, region };
}

function diffRepositories(
  registry: string,
  before: readonly Repository[],
  after: readonly Repository[],
): readonly TopologyChange[] {
  const old = new Map(before.map((repository) => [repository.name, repository]));
  const fresh = new Map(after.map((repository) => [repository.name, repository]));
  return sortedBy(new Set([...old.keys(), ...fresh.keys()]), (name) => name).flatMap(
    (name): readonly TopologyChange[] => {
      const was = old.get(name);
      const is = fresh.get(name);
      if (was === undefined) return [{ kind: 'repository-added', registry, repository: name }];
      if (is === undefined) {
        const { forceDelete, preventDestroy } = was;
        return [{ kind: 'repository-removed', registry, repository: name, forceDelete, preventDestroy }];
      }
      return (['forceDelete', 'preventDestroy'] as const)
        .filter((setting) => was[setting] !== is[setting])
        .map((setting) => ({
          kind: 'repository-setting',
          registry,
          repository: name,
          setting,
          after: is[setting],
        }));
    },
  );
}

type Flow = Extract<TopologyChange, { kind: 'replication-added' | 'replication-removed' }>;

/** One entry for every filter and destination, so that how rules are grouped makes no difference. */
function flows(
  registry: Registry | undefined,
  names: Names,
): ReadonlyMap<string, Pick<Flow, 'filter' | 'destination'>> {
  const found = new Map<string, Pick<Flow, 'filter' | 'destination'>>();
  for (const rule of registry?.replication ?? []) {
    for (const destination of rule.destinations) {
      const key = registryKey(destination);
      const label = names.get(key) ?? `${destination.accountId} in ${destination.region}`;
      for (const filter of rule.filters === 'all' ? (['all'] as const) : rule.filters) {
        found.set(`${key} ${filter}`, { filter, destination: label });
      }
    }
  }
  return found;
}

function diffReplication(
  registry: string,
  before: Registry | undefined,
  after: Registry | undefined,
  names: Names,
): readonly TopologyChange[] {
  const old = flows(before, names);
  const fresh = flows(after, names);
  return [
    ...only(old, fresh).map((flow): TopologyChange => ({ kind: 'replication-removed', registry, ...flow })),
    ...only(fresh, old).map((flow): TopologyChange => ({ kind: 'replication-added', registry, ...flow })),
  ];
}

function diffPermissions(
  registry: string,
  before: Registry | undefined,
  after: Registry | undefined,
): readonly TopologyChange[] {
  const old = registryAtoms(before);
  const fresh = registryAtoms(after);
  return [
    ...onlyIn(old, fresh).map((each): TopologyChange => ({ kind: 'permission-removed', registry, ...each })),
    ...onlyIn(fresh, old).map((each): TopologyChange => ({ kind: 'permission-added', registry, ...each })),
  ];
}

/** What the topology attaches to callers: the other half of what they may do. */
function diffIdentities(before: readonly Identity[], after: readonly Identity[]): readonly TopologyChange[] {
  const old = new Map(before.map((identity) => [identityArn(identity), identity]));
  const fresh = new Map(after.map((identity) => [identityArn(identity), identity]));
  return sortedUnique([...old.keys(), ...fresh.keys()]).flatMap((identity): readonly TopologyChange[] => {
    const was = old.get(identity);
    const is = fresh.get(identity);
    const [had, has] = [identityAtoms(was?.policy), identityAtoms(is?.policy)];
    const [attached, attaches] = [was?.managedPolicies ?? [], is?.managedPolicies ?? []];
    const managed =
      (kind: 'managed-policy-attached' | 'managed-policy-detached') => (policy: ManagedPolicy) =>
        ({ kind, identity, policy }) as const;
    return [
      ...attached.filter((each) => !attaches.includes(each)).map(managed('managed-policy-detached')),
      ...attaches.filter((each) => !attached.includes(each)).map(managed('managed-policy-attached')),
      ...onlyIn(had, has).map(
        (each) => ({ kind: 'identity-permission-removed', identity, ...each }) as const,
      ),
      ...onlyIn(has, had).map((each) => ({ kind: 'identity-permission-added', identity, ...each }) as const),
    ];
  });
}

/** The values of the keys that only `some` has, in the order of the keys. */
function only<T>(some: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): readonly T[] {
  return [...some]
    .filter(([key]) => !others.has(key))
    .sort(([a], [b]) => compareText(a, b))
    .map(([, value]) => value);
}
