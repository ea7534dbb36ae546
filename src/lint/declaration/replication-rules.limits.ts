import { LIMITS } from '../../aws/limits';
import type {
  BoundDeclaration,
  BoundRegistry,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import { isSource } from '../../declaration/bind/registry-contents';
import type { Reporter } from '../../declaration/syntax/diagnostics.reporter';

/**
 * Checks the quotas of ECR for a source registry. Each exceeded quota is reported once, at the first item beyond it.
 */
export function checkReplicationLimits(bound: BoundDeclaration, reporter: Reporter): void {
  for (const registry of bound.registries) checkSourceRegistry(registry, bound, reporter);

  const { filtersPerReplicationRule: max } = LIMITS;
  for (const { filters } of bound.rules) {
    const firstExcessFilter = filters === 'all' ? undefined : filters[max];
    if (filters === 'all' || firstExcessFilter === undefined) continue;
    reporter.atValue(
      firstExcessFilter.path,
      'replication/too-many-filters',
      `This rule has ${filters.length} prefixes; ECR takes ${max} in a rule.`,
      'Use a shorter prefix that covers several, or split the rule.',
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
      `'${registry.name}' has ${rules.length} replication rules; ECR and the AWS provider take ${maxRules}.`,
      `Join rules with the same destinations: one rule takes up to ${LIMITS.filtersPerReplicationRule} prefixes.`,
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
      `'${registry.name}' replicates to ${firstReferences.size} registries; ECR takes ${maxDestinations} over all rules of a ` +
        'registry, and AWS does not raise the limit.',
      'Push to a second registry, or let the others pull through a cache.',
    );
  }
}
