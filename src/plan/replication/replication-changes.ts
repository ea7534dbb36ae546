import {
  filtersMatch,
  isKnown,
  isReplicated,
  registryKey,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryFilter,
  type RepositoryName,
} from '../../registry';
import { replicationDecision } from './replication-decision';
import type { Reviewed } from '../reviewed';

/** One filter of a rule of replication, to one destination, that comes or goes. */
export interface RuleChange {
  readonly kind: 'added' | 'removed';
  readonly from: RegistryId;
  readonly to: RegistryId;
  readonly filter: RepositoryFilter | 'all';
  /**
   * What comes of it, as far as the repositories go that the plans have: `flow`: images begin or cease to go there, which is
   * listed as access. `idle`: it takes none of them. `same`: others take whatever it takes; `named`: those that the plans
   * have, and not every name. `refused`: the destination does not take it. `open`: nobody can tell.
   */
  readonly comesTo: 'flow' | 'idle' | 'named' | 'open' | 'refused' | 'same';
}

type Moment = 'after' | 'before';

/** Rules that come or go. What is known only after apply, at either time, is none. */
export function ruleChanges(reviewed: Reviewed): readonly RuleChange[] {
  return [...changesAt('before', reviewed), ...changesAt('after', reviewed)];
}

/** Those rules that are there at one time only. */
function changesAt(moment: Moment, reviewed: Reviewed): readonly RuleChange[] {
  const others = registriesOf(reviewed[moment === 'after' ? 'before' : 'after']);
  const known = registriesOf(reviewed[moment]);
  const kind = moment === 'after' ? 'added' : 'removed';
  return [...known.values()].flatMap((from) => {
    const other = others.get(registryKey(from));
    // Mostly the same object, and nothing to go through.
    if (other?.replication === from.replication || !isKnown(other?.replication ?? [])) return [];
    const there = new Set(other === undefined ? [] : rulesOf(other).map(keyOf));
    return rulesOf(from)
      .filter((rule) => !there.has(keyOf(rule)))
      .map(({ to, filter }) => {
        const rule = { kind, from, to, filter } as const;
        return {
          ...rule,
          from: { accountId: from.accountId, region: from.region },
          comesTo: comesTo(rule, known.get(registryKey(to)), other, reviewed),
        };
      });
  });
}

function registriesOf({ registries }: PlannedTopology): ReadonlyMap<string, PlannedRegistry> {
  return new Map(registries.map((registry) => [registryKey(registry), registry]));
}

type WrittenRule = Pick<RuleChange, 'filter' | 'to'>;

function rulesOf({ replication }: PlannedRegistry): readonly WrittenRule[] {
  const rules = (isKnown(replication) ? replication : []).flatMap(({ filters, destinations }) =>
    destinations.flatMap((to) =>
      (filters === 'all' ? (['all'] as const) : filters).map((filter) => ({ to, filter })),
    ),
  );
  return [...new Map(rules.map((rule) => [keyOf(rule), rule])).values()];
}

function keyOf({ to, filter }: WrittenRule): string {
  return `${registryKey(to)}/${filter}`;
}

function comesTo(
  { kind, from, to, filter }: Omit<RuleChange, 'comesTo'> & { readonly from: PlannedRegistry },
  destination: PlannedRegistry | undefined,
  other: PlannedRegistry | undefined,
  { access }: Reviewed,
): RuleChange['comesTo'] {
  const filters = filter === 'all' ? ('all' as const) : [filter];
  const names = from.repositories.map(({ name }) => name).filter((name) => filtersMatch(filters, name));
  const isCovered = other !== undefined && coversFilter(other, to, filter);
  if (names.length === 0) return isCovered ? 'same' : 'idle';
  const taken = new Set<RepositoryName>(names);
  const isFlow = access.some(
    (change) =>
      change.kind === (kind === 'added' ? 'gained' : 'lost') &&
      change.caller.kind === 'registry' &&
      registryKey(change.caller.registry) === registryKey(from) &&
      registryKey(change.registry) === registryKey(to) &&
      change.repositories.some((name) => taken.has(name)),
  );
  if (isFlow) return 'flow';
  const fresh = names.filter((name) => other === undefined || !isReplicated(other, to, name));
  if (fresh.length === 0) return isCovered ? 'same' : 'named';
  if (destination === undefined) return 'open';
  const decide = replicationDecision(from, destination);
  return fresh.every((name) => decide(name).verdict === 'denied') ? 'refused' : 'open';
}

/** Whether the rules of a registry take every name that a filter takes: also a shorter one does. */
function coversFilter(
  { replication }: PlannedRegistry,
  to: RegistryId,
  filter: RuleChange['filter'],
): boolean {
  const key = registryKey(to);
  return (isKnown(replication) ? replication : []).some(
    ({ filters, destinations }) =>
      destinations.some((each) => registryKey(each) === key) &&
      (filters === 'all' || (filter !== 'all' && filters.some((each) => filter.startsWith(each)))),
  );
}
