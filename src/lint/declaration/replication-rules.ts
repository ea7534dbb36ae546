import { LIMITS } from '../../aws/limits';
import type {
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import { isSource } from '../../declaration/bind/registry-contents';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const replicationRules = defineDeclarationRules({
  rules: {
    'replication/same-registry': {
      severity: 'error',
      doc: 'A registry replicates to itself.',
      why: 'ECR rejects the rule. Remove the registry from `from` or from `to`.',
    },
    'replication/partition': {
      severity: 'error',
      doc: 'A replication rule has registries in different partitions.',
      why:
        'ECR does not replicate between partitions. Copy the images with a pipeline that logs in to both ' +
        'registries. https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
    },
    'replication/duplicate-rule': {
      severity: 'warning',
      doc: 'A replication rule has no effect, because earlier rules replicate the same repositories.',
      why: 'Each rule counts towards the limit of 10. Remove it.',
    },
    'replication/too-many-filters': {
      severity: 'error',
      doc: 'A replication rule has more prefixes than ECR allows.',
      why:
        'ECR allows 100 in a rule. Use a shorter prefix that matches several repositories, or split the ' +
        'rule. https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
    },
    'replication/too-many-rules': {
      severity: 'error',
      doc: 'A registry has more replication rules than ECR allows.',
      why:
        'ECR and the AWS provider allow 10. Merge rules with the same destinations: one rule can have 100 ' +
        'prefixes. https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
      oncePerPosition: true,
    },
    'replication/too-many-destinations': {
      severity: 'error',
      doc: 'A registry has more destinations than ECR allows.',
      why:
        'ECR allows 25 in all rules of a registry, and AWS does not raise the limit. Push to a second ' +
        'registry, or use a pull-through cache in the other registries. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html',
      oncePerPosition: true,
    },
  },
  bound({ bound }, reporter) {
    checkReplicationRules(bound, reporter);
    checkReplicationLimits(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof replicationRules>;

/** Checks each replication rule for invalid pairs of registries, and for rules that an earlier rule makes redundant. */
function checkReplicationRules(bound: BoundDeclaration, reporter: Reporter): void {
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
        `This rule has no effect: earlier rules, such as replication[${String(index)}], replicate the same repositories.`,
        `Remove it. Each rule counts towards the limit of ${LIMITS.replicationRulesPerRegistry} rules.`,
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
        `'${destination.registry.name}' is both source and destination. ECR rejects the rule: 'Replication destination cannot ` +
          `be the same as the source registry'.`,
        "Remove it from 'from' or from 'to'.",
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
    `'${source.registry.name}' is in partition ${source.registry.partition.id}, but '${destination.registry.name}' is in ` +
      `partition ${destinationPartition.id}. ECR does not replicate between partitions.`,
    'Copy the images with a pipeline that logs in to both registries.',
  );
}

/**
 * Checks the quotas of ECR for a source registry. Each exceeded quota is reported once, at the first item beyond it.
 */
function checkReplicationLimits(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) checkSourceRegistry(registry, bound, reporter);

  const { filtersPerReplicationRule: max } = LIMITS;
  for (const { filters } of bound.rules) {
    const firstExcessFilter = filters === 'all' ? undefined : filters[max];
    if (filters === 'all' || firstExcessFilter === undefined) continue;
    reporter.atValue(
      firstExcessFilter.path,
      'replication/too-many-filters',
      `This rule has ${filters.length} prefixes. ECR allows ${max} in a rule.`,
      'Use a shorter prefix that matches several repositories, or split the rule.',
    );
  }
}

function checkSourceRegistry(registry: BoundRegistry, bound: BoundDeclaration, reporter: Reporter): void {
  const rules = bound.rules.filter((rule) => isSource(rule, registry));
  const { replicationRulesPerRegistry: maxRules, replicationDestinationsPerRegistry: maxDestinations } =
    LIMITS;

  const firstExcessRule = rules[maxRules];
  if (firstExcessRule !== undefined) {
    reporter.atKey(
      firstExcessRule.path,
      'replication/too-many-rules',
      `'${registry.name}' has ${rules.length} replication rules. ECR and the AWS provider allow ${maxRules}.`,
      `Merge rules with the same destinations. One rule can have ${LIMITS.filtersPerReplicationRule} prefixes.`,
    );
  }

  const firstReferences = new Map<BoundRegistry, RegistryReference>();
  for (const destination of rules.flatMap(({ to }) => to)) {
    if (!firstReferences.has(destination.registry)) firstReferences.set(destination.registry, destination);
  }
  const firstExcessDestination = [...firstReferences.values()][maxDestinations];
  if (firstExcessDestination !== undefined) {
    reporter.atValue(
      firstExcessDestination.path,
      'replication/too-many-destinations',
      `'${registry.name}' replicates to ${firstReferences.size} registries. ECR allows ${maxDestinations} in all rules of a ` +
        'registry, and AWS does not raise the limit.',
      'Push to a second registry, or use a pull-through cache in the other registries.',
    );
  }
}
