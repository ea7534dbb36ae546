import { LIMITS } from '../../registry';
import { isSource } from '../link/contents';
import type { Linked, LinkedRegistry, Reference } from '../link/linked';
import type { Reporter } from '../reporter';

/**
 * Checks the quotas of ECR for a source registry. Each exceeded quota is reported once, at the first item beyond it.
 */
export function checkReplicationLimits(linked: Linked, reporter: Reporter): void {
  for (const registry of linked.registries) checkRulesFrom(registry, linked, reporter);

  const { filtersPerReplicationRule: most } = LIMITS;
  for (const { filters } of linked.rules) {
    const first = filters === 'all' ? undefined : filters[most];
    if (filters === 'all' || first === undefined) continue;
    reporter.atValue(
      first.path,
      'replication/too-many-filters',
      `This rule has ${filters.length} prefixes; ECR takes ${most} in a rule.`,
      'Use a shorter prefix that covers several, or split the rule.',
    );
  }
}

function checkRulesFrom(registry: LinkedRegistry, linked: Linked, reporter: Reporter): void {
  const rules = linked.rules.filter((rule) => isSource(rule, registry));
  const { replicationRulesPerRegistry: mostRules, replicationDestinationsPerRegistry: mostDestinations } =
    LIMITS;

  const tooMuch = rules[mostRules];
  if (tooMuch !== undefined) {
    reporter.atKey(
      tooMuch.path,
      'replication/too-many-rules',
      `'${registry.name}' has ${rules.length} replication rules; ECR and the AWS provider take ${mostRules}.`,
      `Join rules with the same destinations: one rule takes up to ${LIMITS.filtersPerReplicationRule} prefixes.`,
    );
  }

  const firstNamed = new Map<LinkedRegistry, Reference>();
  for (const destination of rules.flatMap(({ to }) => to)) {
    if (!firstNamed.has(destination.registry)) firstNamed.set(destination.registry, destination);
  }
  const beyond = [...firstNamed.values()][mostDestinations];
  if (beyond !== undefined) {
    reporter.atValue(
      beyond.path,
      'replication/too-many-destinations',
      `'${registry.name}' replicates to ${firstNamed.size} registries; ECR takes ${mostDestinations} over all rules of a ` +
        'registry, and AWS does not raise the limit.',
      'Push to a second registry, or let the others pull through a cache.',
    );
  }
}
