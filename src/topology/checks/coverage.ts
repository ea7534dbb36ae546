import { filtersMatch, LIMITS, strays, type RepositoryFilter, type RepositoryName } from '../../registry';
import { originals, replicas, takes } from '../link/contents';
import type { Linked, LinkedFilter, LinkedRegistry, LinkedRule, Reference } from '../link/linked';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';

/** Checks that the filters of each replication rule match repositories, and do not match unintended ones. */
export function checkCoverage(linked: Linked, reporter: Reporter): void {
  for (const rule of linked.rules) {
    // An unresolved source registry may contain any repository.
    if (rule.from.length === 0) continue;
    if (rule.filters === 'all') {
      checkSources(rule, linked, reporter);
      continue;
    }
    // `checkReplicationLimits` reports excess filters; they are checked when the rule is within the limit.
    const filters = rule.filters.slice(0, LIMITS.filtersPerReplicationRule);
    const idle = filters.filter((filter) => !checkFilter(filter, rule, linked, reporter));
    if (idle.length < filters.length) checkSources(rule, linked, reporter);
    checkOvermatch(filters, rule, linked, reporter);
  }
}

function checkSources(rule: LinkedRule, linked: Linked, reporter: Reporter): void {
  for (const source of rule.from) checkSourceHolds(source, rule, linked, reporter);
}

/**
 * Returns whether a registry contains a matching repository, original or replica. A rule that starts at a replica
 * replicates nothing; `checkChains` reports that.
 */
function holds(linked: Linked, registry: LinkedRegistry, fits: (name: RepositoryName) => boolean): boolean {
  return [originals, replicas].some((held) => held(linked, registry).some(({ name }) => fits(name)));
}

function unknownFilterHelp(filter: RepositoryFilter, names: readonly RepositoryName[]): string {
  if (filter === 'all') return 'For every repository write repositories: all, without brackets.';
  return didYouMean(filter, names) ?? 'Declare the repository, or remove the prefix.';
}

/** Returns true if the filter matches a repository, or if that is unknown. */
function checkFilter(
  { filter, path }: LinkedFilter,
  rule: LinkedRule,
  linked: Linked,
  reporter: Reporter,
): boolean {
  const matched = linked.repositories.filter(({ name }) => filtersMatch([filter], name));
  const here = rule.from.some(({ registry }) =>
    holds(linked, registry, (name) => filtersMatch([filter], name)),
  );
  if (here || matched.some(({ complete }) => !complete)) return true;

  const names = linked.repositories.map(({ name }) => name);
  if (rule.createRepositories) {
    reporter.atValue(
      path,
      'replication/nothing-to-create-from',
      `No declared repository starts with '${filter}', so this replicates only what is created outside the topology.`,
      didYouMean(filter, names),
    );
  } else if (matched.length === 0) {
    reporter.atValue(
      path,
      'replication/unknown-repository',
      `No declared repository starts with '${filter}'. Declared: ${listed(names)}.`,
      unknownFilterHelp(filter, names),
    );
  } else {
    const places = matched.map(({ name, registries }) => `${name} in ${registryNames(registries)}`);
    reporter.atValue(
      path,
      'replication/matches-nothing',
      `No repository of ${registryNames(rule.from)} starts with '${filter}'; images are pushed to ${listed(places, 4)}.`,
      'Replicate from where images are pushed: ECR does not replicate a replica.',
    );
  }
  return false;
}

function checkSourceHolds(
  { registry, path }: Reference,
  rule: LinkedRule,
  linked: Linked,
  reporter: Reporter,
): void {
  const unknown = linked.repositories.some(({ complete, name }) => !complete && takes(rule, name));
  if (unknown || holds(linked, registry, (name) => takes(rule, name))) return;
  if (rule.createRepositories) {
    reporter.atValue(
      path,
      'replication/nothing-to-create-from',
      `No repository that this rule takes is declared in '${registry.name}', so it replicates from there only what is ` +
        'created outside the topology.',
    );
  } else {
    reporter.atValue(
      path,
      'replication/matches-nothing',
      `Images of no repository that this rule takes are pushed to '${registry.name}'.`,
      `Declare a repository in '${registry.name}', or remove it from this rule.`,
    );
  }
}

function checkOvermatch(
  filters: readonly LinkedFilter[],
  rule: LinkedRule,
  linked: Linked,
  reporter: Reporter,
): void {
  const names = new Set(
    rule.from.flatMap(({ registry }) => originals(linked, registry).map(({ name }) => name)),
  );
  for (const { item, names: taken } of strays(filters, names)) {
    const { filter, path } = item;
    const quoted = taken.map((name) => `'${name}'`);
    reporter.atValue(
      path,
      'replication/overmatch',
      `The prefix '${filter}' also takes ${listed(quoted, 4)}: ECR matches the literal start of the name.`,
      overmatchHelp(filter, taken, names),
    );
  }
}

function overmatchHelp(
  filter: RepositoryFilter,
  taken: readonly RepositoryName[],
  names: ReadonlySet<string>,
): string {
  const meant =
    taken.length > 8
      ? 'If they are meant, list them too.'
      : `If it is meant, list it too: [${[filter, ...taken].join(', ')}].`;
  return names.has(filter)
    ? `ECR has no exact match. ${meant}`
    : `For the namespace alone write '${filter}/'. ${meant}`;
}

function registryNames(references: readonly Reference[]): string {
  return references.map(({ registry }) => `'${registry.name}'`).join(' or ');
}
