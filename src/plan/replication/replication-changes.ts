import {
  grouped,
  isKnown,
  isSameValue,
  registryKey,
  sortedBy,
  sortedUnique,
  tryGetRepository,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';
import type { Reviewed } from '../reviewed';
import { arrivalAt, type Arrival } from './arrival';
import { pathsFrom, type ReplicationPath } from './replication-paths';

/** Rules from one registry to others that are added or removed, or match other repositories. */
export interface RuleChange {
  readonly from: RegistryId;
  /** Those for which everything else is the same. Sorted, and not empty. */
  readonly to: readonly RegistryId[];
  /**
   * What the rules match; undefined if there is none at that moment. Not both. The same if the rules are only written
   * differently, such as without a filter that a shorter one covers.
   */
  readonly before: Filters | undefined;
  readonly after: Filters | undefined;
  /** The repositories of the plans that the rules match, but those whose images start or stop to be replicated. */
  readonly outcomes: Readonly<Partial<Record<Outcome, readonly RepositoryName[]>>>;
  /** Whether the rules match any repository of the plans, before or after. */
  readonly isIdle: boolean;
}

export type Filters = readonly RepositoryFilter[] | 'all';

/** What a change means for the images of a repository. */
export type Outcome =
  /** Replicated before and after. */
  | 'continues'
  /** Matched before and after; whether it is replicated is not known. */
  | 'isStillMatched'
  /** Matched from now on; the destination refuses it, has no policy that accepts it, or is not known to accept it. */
  | 'isRefused'
  | 'needsPolicy'
  | 'mayStart'
  /** No longer matched, and was not accepted, or whether it was accepted is not known. */
  | 'wasRefused'
  | 'mayStop';

/**
 * Rules that change what they match. Images that start or stop to be replicated are access that is gained or lost: what
 * is left of a change is here, so that nothing is listed twice. Rules that are known only after apply are left out.
 */
export function ruleChanges(reviewed: Reviewed): readonly RuleChange[] {
  const [before, after] = [registriesOf(reviewed.before), registriesOf(reviewed.after)];
  const changes = sortedUnique([...before.keys(), ...after.keys()]).flatMap((key) =>
    changesFrom(before.get(key), after.get(key), { before, after, reviewed }),
  );
  const alikeBut = ({ from, before: old, after: fresh, outcomes, isIdle }: RuleChange) =>
    JSON.stringify([from, old, fresh, outcomes, isIdle]);
  return [...grouped(changes, alikeBut).values()].map((alike) => ({
    ...alike[0],
    to: alike.flatMap(({ to }) => to),
  }));
}

type Registries = ReadonlyMap<string, PlannedRegistry>;

interface Moments {
  readonly before: Registries;
  readonly after: Registries;
  readonly reviewed: Reviewed;
}

function registriesOf({ registries }: PlannedTopology): Registries {
  return new Map(registries.map((registry) => [registryKey(registry), registry]));
}

function changesFrom(
  was: PlannedRegistry | undefined,
  is: PlannedRegistry | undefined,
  moments: Moments,
): readonly RuleChange[] {
  // Mostly the same object, and nothing to go through.
  if (was?.replication === is?.replication) return [];
  if ([was, is].some((registry) => !isKnown(registry?.replication ?? []))) return [];
  const [old, fresh] = [pathsByDestination(was), pathsByDestination(is)];
  return sortedUnique([...old.keys(), ...fresh.keys()]).flatMap((key) => {
    const change = changeOf(old.get(key), fresh.get(key), moments);
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
  { before, after, reviewed }: Moments,
): RuleChange | undefined {
  const path = was ?? is;
  if (path === undefined) return undefined;
  const [old, fresh] = [shortest(was?.filters), shortest(is?.filters)];
  if (isSameValue(was?.filters, is?.filters)) return undefined;
  const { from, to } = path;
  if (isSameValue(old, fresh)) {
    return { from: idOf(from), to: [to], before: old, after: fresh, outcomes: {}, isIdle: false };
  }
  const flows = namesOfFlows(from, to, reviewed);
  const names = sortedUnique([...(was?.names ?? []), ...(is?.names ?? [])]);
  // Then the flows are the whole change.
  if (names.length > 0 && names.every((name) => flows.has(name))) return undefined;
  const stays = after.get(registryKey(from));
  // Of a repository that is destroyed, that it is destroyed says enough.
  const others = names.filter((name) => !flows.has(name) && isHeld(stays, name));
  const arrived = arrivals(was, before);
  const arrives = arrivals(is, after);
  const outcomes = grouped(
    others.flatMap((name) => {
      const outcome = outcomeOf(arrived(name), arrives(name));
      return outcome === undefined ? [] : [{ name, outcome }];
    }),
    ({ outcome }) => outcome,
  );
  return {
    from: idOf(from),
    to: [to],
    before: old,
    after: fresh,
    outcomes: Object.fromEntries(
      sortedBy(outcomes, ([outcome]) => outcome).map(([outcome, found]) => [
        outcome,
        found.map(({ name }) => name),
      ]),
    ),
    isIdle: names.length === 0,
  };
}

function idOf({ accountId, region }: RegistryId): RegistryId {
  return { accountId, region };
}

function isHeld(registry: PlannedRegistry | undefined, name: RepositoryName): boolean {
  return registry !== undefined && tryGetRepository(registry, name) !== undefined;
}

/** Without those that start with another one, which match nothing more. */
function shortest(filters: Filters | undefined): Filters | undefined {
  if (filters === undefined || filters === 'all') return filters;
  return filters.filter((filter) => !filters.some((other) => other !== filter && filter.startsWith(other)));
}

/** Repositories whose images start or stop to be replicated between two registries. */
function namesOfFlows(from: RegistryId, to: RegistryId, { access }: Reviewed): ReadonlySet<RepositoryName> {
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

/** Undefined for what the rules do not match. */
function arrivals(
  path: ReplicationPath | undefined,
  registries: Registries,
): (name: RepositoryName) => Arrival | undefined {
  if (path === undefined) return () => undefined;
  const matched = new Set(path.names);
  const arrival = arrivalAt(path.from, path.to, registries.get(registryKey(path.to)));
  return (name) => (matched.has(name) ? arrival(name) : undefined);
}

function outcomeOf(before: Arrival | undefined, after: Arrival | undefined): Outcome | undefined {
  if (before === undefined) return after === undefined ? undefined : STARTS[after];
  if (after === undefined) return before === 'refused' ? 'wasRefused' : 'mayStop';
  if (before === 'arrives' && after === 'arrives') return 'continues';
  return before === 'unclear' || after === 'unclear' ? 'isStillMatched' : undefined;
}

const STARTS = {
  // What certainly arrives is a flow.
  arrives: 'mayStart',
  refused: 'isRefused',
  unclear: 'mayStart',
  withoutPolicy: 'needsPolicy',
} as const satisfies Readonly<Record<Arrival, Outcome>>;
