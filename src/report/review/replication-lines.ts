import type { AccessChange } from '../../plan/access-changes';
import type { RegistryId, TopologyChange } from '../../registry';
import { dependsText } from './depends-text';
import { nameList } from './name-list';
import type { Line } from './what-changes';

type Place = (registry: RegistryId) => string;
type RuleChange = Extract<TopologyChange, { kind: 'replication-added' | 'replication-removed' }>;

/** Where images begin to go, and where they go no more, as rules, policies and repositories together have it. */
export function flowLines(access: readonly AccessChange[], place: Place): readonly Line[] {
  return access.flatMap((change): readonly Line[] => {
    const { kind, caller, registry, repositories } = change;
    if (caller.kind !== 'registry') return [];
    const verb = kind === 'gained' ? 'starts' : 'stops';
    const text = `${place(caller.registry)}: replication of ${nameList(repositories)} to ${place(registry)} ${verb}${dependsText(change)}`;
    return [{ mark: kind === 'gained' ? '+' : '-', isGrave: false, text }];
  });
}

/** Rules that come or go while no image goes another way than before. */
export function idleRuleLines(
  changes: readonly TopologyChange[],
  access: readonly AccessChange[],
  place: Place,
): readonly Line[] {
  const told = new Set(
    access.flatMap(({ kind, caller, registry }) =>
      caller.kind === 'registry' ? [flowKey(kind, place(caller.registry), place(registry))] : [],
    ),
  );
  return changes.filter(isRuleChange).flatMap(({ kind, registry, filter, destination }): readonly Line[] => {
    const isAdded = kind === 'replication-added';
    if (told.has(flowKey(isAdded ? 'gained' : 'lost', registry, destination))) return [];
    const what = filter === 'all' ? 'every repository' : filter;
    const text =
      `${registry}: the rule for ${what} to ${destination} is ${isAdded ? 'added' : 'removed'}, ` +
      (isAdded
        ? 'but nothing is known to be replicated by it'
        : 'by which nothing was known to be replicated');
    return [{ mark: isAdded ? '+' : '-', isGrave: false, text }];
  });
}

function isRuleChange(change: TopologyChange): change is RuleChange {
  return change.kind === 'replication-added' || change.kind === 'replication-removed';
}

function flowKey(kind: AccessChange['kind'], from: string, to: string): string {
  return JSON.stringify([kind, from, to]);
}
