import { filtersMatch, sortedUnique, type RepositoryName } from '../../registry';
import { originals, type Linked, type LinkedRegistry, type LinkedRule } from '../linked';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';

/**
 * ECR replicates an image once, from where it was pushed: with A→B and B→C, images pushed to A do not reach C.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 * A way back (A→B, B→A) is no chain.
 */
export function checkChains(linked: Linked, reporter: Reporter): void {
  for (const second of linked.rules) {
    for (const between of second.from) {
      for (const end of second.to) {
        for (const start of linked.registries) {
          if (start === end.registry || start === between.registry || end.registry === between.registry)
            continue;
          const stranded = strandedRepositories(start, between.registry, end.registry, second, linked);
          if (stranded.length === 0) continue;
          reporter.atValue(
            end.path,
            'replication/chain',
            `Images of ${listed(stranded, 4)} that are pushed to '${start.name}' reach '${between.registry.name}' but not ` +
              `'${end.registry.name}': ECR replicates an image once, from where it was pushed.`,
            `Add '${end.registry.name}' to the destinations of a rule from '${start.name}'.`,
          );
        }
      }
    }
  }
}

function strandedRepositories(
  start: LinkedRegistry,
  between: LinkedRegistry,
  end: LinkedRegistry,
  second: LinkedRule,
  linked: Linked,
): readonly RepositoryName[] {
  const first = rulesBetween(linked, start, between);
  if (first.length === 0) return [];
  const direct = rulesBetween(linked, start, end);
  const names = originals(linked, start).map(({ name }) => name);
  return sortedUnique(
    names.filter((name) => takes([second], name) && takes(first, name) && !takes(direct, name)),
  );
}

function rulesBetween(linked: Linked, from: LinkedRegistry, to: LinkedRegistry): readonly LinkedRule[] {
  return linked.rules.filter(
    (rule) =>
      rule.from.some(({ registry }) => registry === from) && rule.to.some(({ registry }) => registry === to),
  );
}

function takes(rules: readonly LinkedRule[], name: RepositoryName): boolean {
  return rules.some(({ filters }) =>
    filtersMatch(filters === 'all' ? 'all' : filters.map(({ filter }) => filter), name),
  );
}
