import { LIMITS } from '../../aws/limits';
import type {
  BoundDeclaration,
  BoundReplicationRule,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';

/** Checks each replication rule for invalid pairs of registries, and for rules that an earlier rule makes redundant. */
export function checkReplicationRules(bound: BoundDeclaration, reporter: Reporter): void {
  for (const rule of bound.rules) {
    checkPairs(rule, reporter);
  }
  checkDuplicateRules(bound, reporter);
}

/** Reports a rule if earlier rules replicate the same prefixes between the same registries. */
function checkDuplicateRules(bound: BoundDeclaration, reporter: Reporter): void {
  const seen = new Map<string, BoundReplicationRule>();
  for (const rule of bound.rules) {
    const filters = rule.filters === 'all' ? ['all'] : rule.filters.map(({ filter }) => filter);
    const routes = rule.from.flatMap(({ registry: source }) =>
      rule.to.flatMap(({ registry }) =>
        filters.map((filter) => [source.name, registry.name, filter].join(' ')),
      ),
    );
    if (routes.length > 0 && routes.every((each) => seen.has(each))) {
      const [, index] = seen.get(routes[0] ?? '')?.path ?? [];
      reporter.atKey(
        rule.path,
        'replication/duplicate-rule',
        `This rule does nothing that replication[${String(index)}] and its like do not do already.`,
        `Remove it: each rule counts towards the ${LIMITS.replicationRulesPerRegistry} that ECR takes.`,
      );
    }
    for (const each of routes) if (!seen.has(each)) seen.set(each, rule);
  }
}

function checkPairs({ from, to }: BoundReplicationRule, reporter: Reporter): void {
  for (const destination of to) {
    const matchingSource = from.find(({ registry }) => registry === destination.registry);
    if (matchingSource !== undefined) {
      reporter.atValue(
        destination.path,
        'replication/same-registry',
        `'${destination.registry.name}' is source and destination; ECR refuses that ('Replication destination cannot ` +
          `be the same as the source registry').`,
        'Remove it from one side.',
      );
    }
    checkPartition(from, destination, reporter);
  }
}

function checkPartition(
  from: readonly RegistryReference[],
  destination: RegistryReference,
  reporter: Reporter,
): void {
  const destinationPartition = destination.registry.partition;
  const source = from.find(
    ({ registry }) => registry.partition !== undefined && registry.partition !== destinationPartition,
  );
  if (destinationPartition === undefined || source?.registry.partition === undefined) return;
  reporter.atValue(
    destination.path,
    'replication/partition',
    `'${source.registry.name}' is in the partition ${source.registry.partition.id} and '${destination.registry.name}' in ` +
      `${destinationPartition.id}; ECR does not replicate from one to another.`,
    'Copy the images with a pipeline that logs in to both.',
  );
}
