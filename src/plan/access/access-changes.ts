import { callerKey, type MatrixCaller, type MatrixRegistry } from '../../access/matrix';
import {
  compareText,
  grouped,
  isSameValue,
  registryKey,
  sortedUnique,
  type EcrAction,
  type Operation,
  type PlannedRegistry,
  type PlannedTopology,
  type RepositoryName,
} from '../../registry';
import { accessMoment, holds, possibleAt, reachesFurther, type AccessMoment } from './access-moment';
import { isToldAsReplication, type Possible, type Use } from './access-uses';
import { repositoriesElsewhere } from './repositories-elsewhere';

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
  readonly answer: Possible;
  /**
   * Where it is possible before and after, in other cases: condition keys on which it depended before a gain, and depends
   * after a loss, and does not at the other moment. Sorted. Empty where it is not possible at all at the other moment.
   */
  readonly otherKeys: readonly string[];
  /** Where it depends on the same keys before and after, and on other values of them. */
  readonly isByValues: boolean;
}

/** Who can do more than before, and who less: by caller, then by what they do and where. */
export function accessChanges(before: PlannedTopology, after: PlannedTopology): readonly AccessChange[] {
  const names = touchedNames(before, after);
  if (names !== 'all' && names.size === 0) return [];
  const elsewhere = names === 'all' ? repositoriesElsewhere(before, after) : undefined;
  return together([
    ...changesBetween(before, after, names),
    ...(elsewhere === undefined ? [] : changesBetween(...elsewhere, 'all')),
  ]);
}

interface Changed extends Use, Pick<AccessChange, 'isByValues' | 'kind' | 'otherKeys'> {
  /** Whether the repository is not there at the other moment. */
  readonly isWithRepository: boolean;
}

function changesBetween(
  before: PlannedTopology,
  after: PlannedTopology,
  names: ReadonlySet<RepositoryName> | 'all',
): readonly Changed[] {
  const [was, is] = [accessMoment(before, names), accessMoment(after, names)];
  return [...differing('gained', is, was), ...differing('lost', was, is)];
}

/** What is listed here, and is not possible there, or in fewer cases. */
function differing(kind: AccessChange['kind'], here: AccessMoment, there: AccessMoment): readonly Changed[] {
  return [...here.uses].flatMap(([key, use]): readonly Changed[] => {
    if (isToldAsReplication(use, there.sources)) return [];
    const other = possibleAt(there, here, key, use);
    if (other === 'notKnown') return [];
    const isWithRepository = !holds(there, use);
    const change = { kind, ...use, otherKeys: [], isByValues: false, isWithRepository };
    if (other === undefined) return [change];
    const otherKeys = keysBut(other, use.answer);
    if (otherKeys.length > 0) return [{ ...change, otherKeys }];
    const isByValues = hasSameKeys(other, use.answer) && reachesFurther(here, there, use);
    return isByValues ? [{ ...change, isByValues }] : [];
  });
}

/** The condition keys that one depends on, and the other does not. */
function keysBut(one: Possible, other: Possible): readonly string[] {
  const known = keysOf(other);
  return keysOf(one).filter((key) => !known.includes(key));
}

/** Whether there are any, and they are the same. */
function hasSameKeys(one: Possible, other: Possible): boolean {
  const keys = keysOf(one);
  return keys.length > 0 && keys.length === keysOf(other).length && keysBut(one, other).length === 0;
}

function keysOf(answer: Possible): readonly string[] {
  return answer.kind === 'depends' ? answer.onKeys : [];
}

/**
 * The names of repositories that a change of anything may be about. What one may do with a repository depends on nothing
 * that has another name, so of a large plan only these are asked about.
 */
function touchedNames(before: PlannedTopology, after: PlannedTopology): ReadonlySet<RepositoryName> | 'all' {
  if (!isSameValue(before.identities, after.identities)) return 'all';
  const old = new Map(before.registries.map((registry) => [registryKey(registry), registry]));
  const names = new Set<RepositoryName>();
  for (const is of after.registries) {
    const was = old.get(registryKey(is));
    if (
      was === undefined ||
      !isSameValue(was.policy, is.policy) ||
      !isSameValue(was.replication, is.replication)
    ) {
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
    return before === undefined || after === undefined || !isSameValue(before.policy, after.policy);
  });
}

/** What differs in nothing but the repository or the action is one change. */
function together(changes: readonly Changed[]): readonly AccessChange[] {
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
      const { kind, caller, operation, registry, answer, otherKeys, isByValues } = change;
      const all = same.map((each) => each.change);
      const repositories = namesOf(all);
      const withRepository = namesOf(all.filter(({ isWithRepository }) => isWithRepository));
      return {
        kind,
        caller,
        operation,
        actions,
        registry,
        repositories,
        withRepository,
        answer,
        otherKeys,
        isByValues,
      };
    });
}

function namesOf(changes: readonly Changed[]): readonly RepositoryName[] {
  return sortedUnique(changes.map(({ repository }) => repository));
}

function keyOf({ kind, caller, operation, registry, answer, otherKeys, isByValues }: Changed): string {
  return [
    callerKey(caller),
    kind,
    operation,
    registryKey(registry),
    JSON.stringify([answer, otherKeys, isByValues]),
  ].join('\n');
}
