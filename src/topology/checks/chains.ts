import { sortedUnique, type RepositoryName } from '../../registry';
import {
  isDestination,
  isSource,
  originals,
  takes,
  type Linked,
  type LinkedRegistry,
  type LinkedRule,
  type Reference,
} from '../linked';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';

/**
 * ECR replicates an image once, from where it was pushed: with A→B and B→C, images pushed to A do not reach C.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 * A way back (A→B, B→A) is no chain.
 */
export function checkChains(linked: Linked, reporter: Reporter): void {
  for (const rule of linked.rules) {
    for (const { registry: between } of rule.from) {
      for (const end of rule.to) {
        if (end.registry !== between) checkChain(rule, between, end, linked, reporter);
      }
    }
  }
}

/** One warning for a rule's way from `between` to `end`, however many registries it leaves behind. */
function checkChain(
  rule: LinkedRule,
  between: LinkedRegistry,
  end: Reference,
  linked: Linked,
  reporter: Reporter,
): void {
  const starts = linked.registries
    .filter((start) => start !== between && start !== end.registry)
    .map((start) => ({ start, stranded: strandedRepositories(start, between, end.registry, rule, linked) }))
    .filter(({ stranded }) => stranded.length > 0);
  if (starts.length === 0) return;
  const names = starts.map(({ start }) => `'${start.name}'`);
  reporter.atValue(
    end.path,
    'replication/chain',
    `Images of ${listed(sortedUnique(starts.flatMap(({ stranded }) => stranded)), 4)} that are pushed to ` +
      `${listed(names, 4)} reach '${between.name}' but not '${end.registry.name}': ECR replicates an image once, from ` +
      'where it was pushed.',
    `If they are meant to get there, add '${end.registry.name}' to the destinations of a rule from ${listed(names, 4)}.`,
  );
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
  const taken = (rules: readonly LinkedRule[], name: RepositoryName) =>
    rules.some((rule) => takes(rule, name));
  return originals(linked, start)
    .map(({ name }) => name)
    .filter((name) => takes(second, name) && taken(first, name) && !taken(direct, name));
}

function rulesBetween(linked: Linked, from: LinkedRegistry, to: LinkedRegistry): readonly LinkedRule[] {
  return linked.rules.filter((rule) => isSource(rule, from) && isDestination(rule, to));
}
