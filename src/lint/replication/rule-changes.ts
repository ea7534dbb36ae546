import { registriesByKey, registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryFilter, RepositoryName } from '../../aws/names';
import { groupBy, isSameValue, sortedBy, sortedUnique } from '../../base/collections';
import { tryGetRepository, type PlannedRegistry } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { arrivalAt, type Arrival } from './arrival';
import { pathsFrom, type ReplicationPath } from './paths';

/** A change of the replication rules from one registry to others: added, removed, or with different filters. */
export interface RuleChange {
  readonly from: RegistryId;
  /** Destinations with the same change. Sorted, and not empty. */
  readonly to: readonly RegistryId[];
  /**
   * The filters before and after the change. At most one is undefined: no rule exists then. Both are equal if the change has
   * no effect, such as the removal of a filter that a shorter one covers.
   */
  readonly before: Filters | undefined;
  readonly after: Filters | undefined;
  /** The matched repositories of these plans, except those whose replication starts or stops: these are access changes. */
  readonly outcomes: Readonly<Partial<Record<Outcome, readonly RepositoryName[]>>>;
  /** Whether the rules match no repository of these plans, before or after. */
  readonly matchesNothing: boolean;
}

export type Filters = readonly RepositoryFilter[] | 'all';

/** The effect of a rule change on the images of a repository. */
export type Outcome =
  /** Replicated before and after. */
  | 'continues'
  /** Matched before and after; whether it is replicated is unknown. */
  | 'isStillMatched'
  /** Newly matched: the destination refuses it, has no registry policy, or may accept it. */
  | 'isRefused'
  | 'needsPolicy'
  | 'mayStart'
  /** No longer matched: the destination refused it before, or may have accepted it. */
  | 'wasRefused'
  | 'mayStop';

/**
 * Returns the changes of replication rules. Excludes replication that starts or stops, because access changes list it, and
 * rules that are known only after apply.
 */
export function ruleChanges(reviewed: PlanReview): readonly RuleChange[] {
  const [before, after] = [
    registriesByKey(reviewed.before.registries),
    registriesByKey(reviewed.after.registries),
  ];
  const changes = sortedUnique([...before.keys(), ...after.keys()]).flatMap((key) =>
    changesFrom(before.get(key), after.get(key), { before, after, reviewed }),
  );
  const groupKey = ({ from, before: previous, after: current, outcomes, matchesNothing }: RuleChange) =>
    JSON.stringify([from, previous, current, outcomes, matchesNothing]);
  return [...groupBy(changes, groupKey).values()].map((alike) => ({
    ...alike[0],
    to: alike.flatMap(({ to }) => to),
  }));
}

type Registries = ReadonlyMap<string, PlannedRegistry>;

interface ChangeContext {
  readonly before: Registries;
  readonly after: Registries;
  readonly reviewed: PlanReview;
}

function changesFrom(
  was: PlannedRegistry | undefined,
  is: PlannedRegistry | undefined,
  context: ChangeContext,
): readonly RuleChange[] {
  // Unchanged rules are usually the same object.
  if (was?.replication === is?.replication) return [];
  if ([was, is].some((registry) => !isKnown(registry?.replication ?? []))) return [];
  const [previous, current] = [pathsByDestination(was), pathsByDestination(is)];
  return sortedUnique([...previous.keys(), ...current.keys()]).flatMap((key) => {
    const change = changeOf(previous.get(key), current.get(key), context);
    return change === undefined ? [] : [change];
  });
}

function pathsByDestination(registry: PlannedRegistry | undefined): ReadonlyMap<string, ReplicationPath> {
  const paths = registry === undefined ? [] : pathsFrom(registry);
  return new Map(paths.map((path) => [registryKey(path.to), path]));
}

function changeOf(
  was: ReplicationPath | undefined,
  is: ReplicationPath | undefined,
  { before, after, reviewed }: ChangeContext,
): RuleChange | undefined {
  const path = was ?? is;
  if (path === undefined) return undefined;
  const [previous, current] = [withoutCoveredFilters(was?.filters), withoutCoveredFilters(is?.filters)];
  if (isSameValue(was?.filters, is?.filters)) return undefined;
  const { from, to } = path;
  if (isSameValue(previous, current)) {
    return {
      from: idOf(from),
      to: [to],
      before: previous,
      after: current,
      outcomes: {},
      matchesNothing: false,
    };
  }
  const flows = replicatedNames(from, to, reviewed);
  const names = sortedUnique([...(was?.names ?? []), ...(is?.names ?? [])]);
  // Access changes list all repositories of this change.
  if (names.length > 0 && names.every((name) => flows.has(name))) return undefined;
  const registryAfter = after.get(registryKey(from));
  // `repository-destroyed` reports destroyed repositories.
  const others = names.filter((name) => !flows.has(name) && hasRepository(registryAfter, name));
  const arrived = arrivalTest(was, before);
  const arrives = arrivalTest(is, after);
  const outcomes = groupBy(
    others.flatMap((name) => {
      const outcome = outcomeOf(arrived(name), arrives(name));
      return outcome === undefined ? [] : [{ name, outcome }];
    }),
    ({ outcome }) => outcome,
  );
  return {
    from: idOf(from),
    to: [to],
    before: previous,
    after: current,
    outcomes: Object.fromEntries(
      sortedBy(outcomes, ([outcome]) => outcome).map(([outcome, found]) => [
        outcome,
        found.map(({ name }) => name),
      ]),
    ),
    matchesNothing: names.length === 0,
  };
}

function idOf({ accountId, region }: RegistryId): RegistryId {
  return { accountId, region };
}

function hasRepository(registry: PlannedRegistry | undefined, name: RepositoryName): boolean {
  return registry !== undefined && tryGetRepository(registry, name) !== undefined;
}

/** Removes filters that start with another filter, because they match no additional names. */
function withoutCoveredFilters(filters: Filters | undefined): Filters | undefined {
  if (filters === undefined || filters === 'all') return filters;
  return filters.filter((filter) => !filters.some((other) => other !== filter && filter.startsWith(other)));
}

/** Returns the repositories whose replication between two registries starts or stops. */
function replicatedNames(
  from: RegistryId,
  to: RegistryId,
  { access }: PlanReview,
): ReadonlySet<RepositoryName> {
  return new Set(
    access.flatMap(({ caller, registry, repositories }) =>
      caller.kind === 'registry' &&
      registryKey(caller.registry) === registryKey(from) &&
      registryKey(registry) === registryKey(to)
        ? repositories
        : [],
    ),
  );
}

/** The returned function returns undefined for repositories that the rules do not match. */
function arrivalTest(
  path: ReplicationPath | undefined,
  registries: Registries,
): (name: RepositoryName) => Arrival | undefined {
  if (path === undefined) return () => undefined;
  const matched = new Set(path.names);
  const arrival = arrivalAt(path.from, path.to, registries.get(registryKey(path.to)));
  return (name) => (matched.has(name) ? arrival(name) : undefined);
}

function outcomeOf(before: Arrival | undefined, after: Arrival | undefined): Outcome | undefined {
  if (before === undefined) return after === undefined ? undefined : OUTCOMES_OF_NEW_MATCH[after];
  if (after === undefined) return before === 'refused' ? 'wasRefused' : 'mayStop';
  if (before === 'arrives' && after === 'arrives') return 'continues';
  return before === 'unclear' || after === 'unclear' ? 'isStillMatched' : undefined;
}

const OUTCOMES_OF_NEW_MATCH = {
  // Images that are known to arrive are listed as access changes.
  arrives: 'mayStart',
  refused: 'isRefused',
  unclear: 'mayStart',
  withoutPolicy: 'needsPolicy',
} as const satisfies Readonly<Record<Arrival, Outcome>>;
