import { registryKey } from '../arn';
import { listed } from '../listed';
import { sortedUnique } from '../order';
import { layOut, type StackLayout } from '../terraform/layout';
import type { Registry, ReplicationRule } from '../topology';
import type { Declared } from './layout';

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
export function diffReplicationOrder(before: Declared, after: Declared): readonly ReplicationOrderChange[] {
  const by = after.deployment.stacksBy;
  if (by === 'topology' || before.deployment.stacksBy !== by) return [];
  const is = new Map(after.topology.registries.map((registry) => [registryKey(registry), registry]));
  const lost = before.topology.registries.flatMap((was) => {
    const keys = lostDestinations(was, is.get(registryKey(was)));
    return keys.size === 0 ? [] : [{ source: registryKey(was), keys }];
  });
  if (lost.length === 0) return [];
  const stacks = layOut(before.topology, before.deployment);
  const staying = new Set(layOut(after.topology, after.deployment).map(({ name }) => name));
  return stacks.flatMap((stack): readonly ReplicationOrderChange[] => {
    if (!staying.has(stack.name)) return [];
    const keys = new Set(
      lost.filter(({ source }) => replicates(stack, source)).flatMap((each) => [...each.keys]),
    );
    const destinations = stacks.filter(
      ({ name, registries }) =>
        name !== stack.name &&
        staying.has(name) &&
        stack.dependsOn.includes(name) &&
        registries.some((registry) => keys.has(registryKey(registry))),
    );
    if (destinations.length === 0) return [];
    const names = sortedUnique(destinations.map(({ name }) => name));
    return [{ kind: 'replication-first', stack: stack.name, destinations: names }];
  });
}

/** Returns the destinations, by `registryKey`, to which fewer repositories are replicated. */
function lostDestinations(was: Registry, is: Registry | undefined): ReadonlySet<string> {
  const lost = new Set<string>();
  for (const rule of was.replication) {
    for (const key of rule.destinations.map(registryKey)) {
      const left = is?.replication.filter((each) => each.destinations.map(registryKey).includes(key)) ?? [];
      if (!isCovered(rule.filters, left)) lost.add(key);
    }
  }
  return lost;
}

/** Returns whether rules match everything that filters match. */
function isCovered(filters: ReplicationRule['filters'], rules: readonly ReplicationRule[]): boolean {
  if (rules.some((rule) => rule.filters === 'all')) return true;
  const taken = rules.flatMap((rule) => (rule.filters === 'all' ? [] : rule.filters));
  // A filter that starts with another filter matches a subset of its names.
  return filters !== 'all' && filters.every((filter) => taken.some((other) => filter.startsWith(other)));
}

function replicates({ resources }: StackLayout, source: string): boolean {
  return resources.some(
    ({ resource }) =>
      resource.type === 'aws_ecr_replication_configuration' && registryKey(resource.registry) === source,
  );
}

export function describeReplicationOrder({ stack, destinations }: ReplicationOrderChange): string {
  return (
    `deploy ${stack} before ${listed(destinations)}: it stops to replicate there, and the plans know no order for what ` +
    'goes (docs/layouts.md, Taking replication away)'
  );
}
