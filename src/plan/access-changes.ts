import {
  accessMatrix,
  callerKey,
  type Answer,
  type MatrixCaller,
  type MatrixRegistry,
} from '../access/matrix';
import { accountOfGrantee } from '../access/grantees';
import {
  compareText,
  grouped,
  registryKey,
  REPLICATION_ACTIONS,
  sortedUnique,
  type AccountId,
  type EcrAction,
  type Operation,
  type PlannedRegistry,
  type PlannedTopology,
  type RepositoryName,
} from '../registry';

/** Somebody can do what they could not before, or the other way round, as all policies together have it. */
export interface AccessChange {
  readonly kind: 'gained' | 'lost';
  readonly caller: MatrixCaller;
  readonly operation: Operation | 'replicate' | 'other';
  /** What `other` is; empty for the rest. */
  readonly actions: readonly EcrAction[];
  readonly registry: MatrixRegistry;
  /** Sorted, and not empty. */
  readonly repositories: readonly RepositoryName[];
  /** Those of them that the plan creates, or destroys: the access comes and goes with them. */
  readonly withRepository: readonly RepositoryName[];
  /** What makes it possible, after a gain and before a loss: `yes`, or what it depends on. */
  readonly answer: Extract<Answer, { kind: 'depends' | 'yes' }>;
  /** Condition keys that it depended on before, and does not any more; sorted. Empty where it was not possible at all. */
  readonly formerKeys: readonly string[];
}

/** Who can do more than before, and who less: by caller, then by what they do and where. */
export function accessChanges(before: PlannedTopology, after: PlannedTopology): readonly AccessChange[] {
  const names = touchedNames(before, after);
  if (names !== 'all' && names.size === 0) return [];
  const old = uses(before, names);
  const fresh = uses(after, names);
  const [heldBefore, heldAfter] = [heldIn(before), heldIn(after)];
  const [sourcesBefore, sourcesAfter] = [sourcesIn(old), sourcesIn(fresh)];
  const gained = [...fresh].flatMap(([key, use]) =>
    isToldAsReplication(use, sourcesBefore) || isOpen(before, heldBefore, use)
      ? []
      : (gain(use, old.get(key)) ?? []),
  );
  const lost = [...old].flatMap(([key, use]) =>
    fresh.has(key) || isOpen(after, heldAfter, use) || isToldAsReplication(use, sourcesAfter)
      ? []
      : { kind: 'lost' as const, ...use, formerKeys: [] },
  );
  return together([...gained, ...lost], { gained: heldBefore, lost: heldAfter });
}

/** The registries of a topology with their repositories, to be found by their keys. */
type Held = ReadonlyMap<
  string,
  { readonly registry: PlannedRegistry; readonly policies: ReadonlyMap<RepositoryName, PlannedPolicy> }
>;

type PlannedPolicy = PlannedRegistry['policy'];

function heldIn({ registries }: PlannedTopology): Held {
  return new Map(
    registries.map((registry) => {
      const policies = new Map(registry.repositories.map(({ name, policy }) => [name, policy]));
      return [registryKey(registry), { registry, policies }];
    }),
  );
}

/** One thing that somebody may do with one repository. */
interface Use extends Pick<AccessChange, 'answer' | 'caller' | 'operation' | 'registry'> {
  readonly action: EcrAction | undefined;
  readonly repository: RepositoryName;
}

/** The accounts that replicate, each with where to. */
function sourcesIn(all: ReadonlyMap<string, Use>): ReadonlySet<string> {
  return new Set(
    [...all.values()].flatMap((use) =>
      use.caller.kind === 'registry' ? sourceKey(use.caller.registry.accountId, use) : [],
    ),
  );
}

/**
 * Whether it is the permission of an account that replicates at the other moment, and is listed as that there: a rule that
 * comes or goes changes nothing of what the destination permits.
 */
function isToldAsReplication(use: Use, sources: ReadonlySet<string>): boolean {
  const { caller, action } = use;
  if (caller.kind !== 'grantee' || !REPLICATION_ACTIONS.created.some((each) => each === action)) return false;
  const account = accountOfGrantee(caller.grantee);
  return account !== undefined && sources.has(sourceKey(account, use));
}

function sourceKey(account: AccountId, { registry, repository }: Use): string {
  return [account, registryKey(registry), repository].join('\n');
}

type Changed = Use & Pick<AccessChange, 'formerKeys' | 'kind'>;

function gain(use: Use, was: Use | undefined): Changed | undefined {
  if (was === undefined) return { kind: 'gained', ...use, formerKeys: [] };
  const [keys, formerly] = [keysOf(use), keysOf(was)];
  const formerKeys = formerly.filter((key) => !keys.includes(key));
  // What depends on less than before is more; what depends on something else too is another thing.
  const isMore = formerKeys.length > 0 && keys.every((key) => formerly.includes(key));
  return isMore ? { kind: 'gained', ...use, formerKeys } : undefined;
}

function keysOf({ answer }: Use): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}

/** Whether a policy that is not known, at the other time, may allow it as well. */
function isOpen({ identities }: PlannedTopology, held: Held, { caller, registry, repository }: Use): boolean {
  const there = held.get(registryKey(registry));
  if (there?.registry.policy === 'notKnown' || there?.policies.get(repository) === 'notKnown') return true;
  if (caller.kind === 'grantee') return identities.some(({ policy }) => policy === 'notKnown');
  return held.get(registryKey(caller.registry))?.registry.replication === 'notKnown';
}

/**
 * The names of repositories that a change of anything may be about. What one may do with a repository depends on nothing
 * that has another name, so of a large plan only these are asked about.
 */
function touchedNames(before: PlannedTopology, after: PlannedTopology): ReadonlySet<RepositoryName> | 'all' {
  if (!isSame(before.identities, after.identities)) return 'all';
  const old = new Map(before.registries.map((registry) => [registryKey(registry), registry]));
  const names = new Set<RepositoryName>();
  for (const is of after.registries) {
    const was = old.get(registryKey(is));
    if (was === undefined || !isSame(was.policy, is.policy) || !isSame(was.replication, is.replication)) {
      return 'all';
    }
    for (const name of touchedIn(was, is)) names.add(name);
  }
  return names;
}

function touchedIn(was: PlannedRegistry, is: PlannedRegistry): readonly RepositoryName[] {
  const old = new Map(was.repositories.map(({ name, policy }) => [name, { policy }]));
  const fresh = new Map(is.repositories.map(({ name, policy }) => [name, { policy }]));
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => {
    const [before, after] = [old.get(name), fresh.get(name)];
    return before === undefined || after === undefined || !isSame(before.policy, after.policy);
  });
}

/** Of plain data, which is mostly the same object where it is equal. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function uses(
  topology: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
): ReadonlyMap<string, Use> {
  const found = new Map<string, Use>();
  for (const cell of accessMatrix(names === 'all' ? topology : only(topology, names))) {
    const { answer, caller, operation, registry, repository } = cell;
    if (answer.kind !== 'yes' && answer.kind !== 'depends') continue;
    for (const action of operation === 'other' ? cell.actions : [undefined]) {
      const key = [callerKey(caller), operation, action ?? '', registryKey(registry), repository].join('\n');
      found.set(key, { answer, caller, operation, action, registry, repository });
    }
  }
  return found;
}

function only(topology: PlannedTopology, names: ReadonlySet<RepositoryName>): PlannedTopology {
  return {
    ...topology,
    registries: topology.registries.map((registry) => ({
      ...registry,
      repositories: registry.repositories.filter(({ name }) => names.has(name)),
    })),
  };
}

/**
 * What differs in nothing but the repository or the action is one change.
 * @param otherTime what is held before a gain, and after a loss
 */
function together(
  changes: readonly Changed[],
  otherTime: Readonly<Record<AccessChange['kind'], Held>>,
): readonly AccessChange[] {
  const byPlace = grouped(changes, (change) => `${keyOf(change)}\n${change.repository}`);
  const joined = [...byPlace.values()].map((same) => ({
    change: same[0],
    actions: sortedUnique(same.flatMap(({ action }) => action ?? [])),
  }));
  const byActions = grouped(joined, ({ change, actions }) => [keyOf(change), ...actions].join('\n'));
  return [...byActions]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, same]): AccessChange => {
      const [{ change, actions }] = same;
      const { kind, caller, operation, registry, answer, formerKeys } = change;
      const repositories = sortedUnique(same.map((each) => each.change.repository));
      const there = otherTime[kind].get(registryKey(registry))?.policies;
      const withRepository = repositories.filter((name) => there?.has(name) !== true);
      return { kind, caller, operation, actions, registry, repositories, withRepository, answer, formerKeys };
    });
}

function keyOf({ kind, caller, operation, registry, answer, formerKeys }: Changed): string {
  return [
    callerKey(caller),
    kind,
    operation,
    registryKey(registry),
    JSON.stringify([answer, formerKeys]),
  ].join('\n');
}
