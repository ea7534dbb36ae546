import { registriesByKey, registryKey } from '../aws/arn';
import { sortedUnique } from '../base/collections';
import { formatList } from '../base/text';
import type { ReplicationRule } from '../model/resource-types';
import type { Registry } from '../model/topology';
import { layOut, type StackLayout } from '../terraform/layout';
import type { Declaration } from './stacks';

/**
 * A stack whose replication rules are removed. Terraform has no dependency between a deleted rule and a deleted
 * replica in another stack. If the replica is deleted first, the rule continues to replicate and ECR may create
 * the replica again.
 */
export interface ReplicationOrderChange {
  readonly kind: 'replication-first';
  readonly stack: string;
  /** The stacks to deploy after it, sorted. */
  readonly destinations: readonly string[];
}

/** Returns the order of deployment if rules are removed and the layout has several stacks. */
export function diffReplicationOrder(
  before: Declaration,
  after: Declaration,
): readonly ReplicationOrderChange[] {
  const by = after.deployment.stacksBy;
  if (by === 'topology' || before.deployment.stacksBy !== by) return [];
  const current = registriesByKey(after.topology.registries);
  const reduced = before.topology.registries.flatMap((previous) => {
    const keys = reducedDestinations(previous, current.get(registryKey(previous)));
    return keys.size === 0 ? [] : [{ source: registryKey(previous), keys }];
  });
  if (reduced.length === 0) return [];
  const stacks = layOut(before.topology, before.deployment);
  const remainingStacks = new Set(layOut(after.topology, after.deployment).map(({ name }) => name));
  return stacks.flatMap((stack): readonly ReplicationOrderChange[] => {
    if (!remainingStacks.has(stack.name)) return [];
    const keys = new Set(
      reduced.filter(({ source }) => replicates(stack, source)).flatMap((each) => [...each.keys]),
    );
    const destinations = stacks.filter(
      ({ name, registries }) =>
        name !== stack.name &&
        remainingStacks.has(name) &&
        stack.dependsOn.includes(name) &&
        registries.some((registry) => keys.has(registryKey(registry))),
    );
    if (destinations.length === 0) return [];
    const names = sortedUnique(destinations.map(({ name }) => name));
    return [{ kind: 'replication-first', stack: stack.name, destinations: names }];
  });
}

/** Returns the destinations, by `registryKey`, to which fewer repositories are replicated. */
function reducedDestinations(previous: Registry, current: Registry | undefined): ReadonlySet<string> {
  const reduced = new Set<string>();
  for (const rule of previous.replication) {
    for (const key of rule.destinations.map(registryKey)) {
      const remainingRules =
        current?.replication.filter((each) => each.destinations.map(registryKey).includes(key)) ?? [];
      if (!isCovered(rule.filters, remainingRules)) reduced.add(key);
    }
  }
  return reduced;
}

/** Returns whether rules match everything that filters match. */
function isCovered(filters: ReplicationRule['filters'], rules: readonly ReplicationRule[]): boolean {
  if (rules.some((rule) => rule.filters === 'all')) return true;
  const remainingFilters = rules.flatMap((rule) => (rule.filters === 'all' ? [] : rule.filters));
  // A filter that starts with another filter matches a subset of its names.
  return (
    filters !== 'all' && filters.every((filter) => remainingFilters.some((other) => filter.startsWith(other)))
  );
}

function replicates({ resources }: StackLayout, source: string): boolean {
  return resources.some(
    ({ resource }) =>
      resource.type === 'aws_ecr_replication_configuration' && registryKey(resource.registry) === source,
  );
}

export function describeReplicationOrder({ stack, destinations }: ReplicationOrderChange): string {
  return (
    `deploy ${stack} before ${formatList(destinations)}: it stops replicating to them, and Terraform does not order removals ` +
    'across stacks (docs/guides/layouts.md, Removing replication)'
  );
}
