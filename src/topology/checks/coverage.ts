import { filtersMatch, type RepositoryFilter, type RepositoryName } from '../../registry';
import { originals, type Linked, type LinkedFilter, type LinkedRule, type Reference } from '../linked';
import type { Reporter } from '../reporter';
import { didYouMean, listed } from '../suggest';

/** Whether the filters of each rule take what they were meant to take: something, and not too much. */
export function checkCoverage(linked: Linked, reporter: Reporter): void {
  for (const rule of linked.rules) {
    const sources = rule.from;
    // A source that was not found may hold anything.
    if (sources.length === 0) continue;
    const idle =
      rule.filters === 'all'
        ? []
        : rule.filters.filter((filter) => !checkFilter(filter, rule, linked, reporter));
    const everyFilterIdle = rule.filters !== 'all' && idle.length === rule.filters.length;
    if (!everyFilterIdle) {
      for (const source of sources) checkSource(source, rule, linked, reporter);
    }
    if (rule.filters !== 'all') checkOvermatch(rule.filters, rule, linked, reporter);
  }
}

/** @returns whether the filter takes something, or whether that cannot be known */
function checkFilter(
  { filter, path }: LinkedFilter,
  rule: LinkedRule,
  linked: Linked,
  reporter: Reporter,
): boolean {
  const matched = linked.repositories.filter(({ name }) => filtersMatch([filter], name));
  const here = rule.from.some(({ registry }) =>
    originals(linked, registry).some(({ name }) => filtersMatch([filter], name)),
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
      didYouMean(filter, names) ?? 'Declare the repository, or remove the prefix.',
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

function checkSource(
  { registry, path }: Reference,
  rule: LinkedRule,
  linked: Linked,
  reporter: Reporter,
): void {
  const filters = rule.filters === 'all' ? 'all' : rule.filters.map(({ filter }) => filter);
  const takes = originals(linked, registry).some(({ name }) => filtersMatch(filters, name));
  const unknown = linked.repositories.some(({ complete, name }) => !complete && filtersMatch(filters, name));
  if (takes || unknown) return;
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

/**
 * ECR matches the literal start of a name, so a filter can take a neighbour: `prod` takes `production`, and `my-repo`
 * takes `my-repo-old`. A name that another filter of the rule is nearer to was meant.
 */
function checkOvermatch(
  filters: readonly LinkedFilter[],
  rule: LinkedRule,
  linked: Linked,
  reporter: Reporter,
): void {
  const names = new Set(
    rule.from.flatMap(({ registry }) => originals(linked, registry).map(({ name }) => name)),
  );
  for (const { filter, path } of filters) {
    const strays = [...names].filter(
      (name) =>
        filtersMatch([filter], name) &&
        isStray(filter, name, names) &&
        !filters.some((other) => other.filter.length > filter.length && filtersMatch([other.filter], name)),
    );
    if (strays.length === 0) continue;
    reporter.atValue(
      path,
      'replication/overmatch',
      `The prefix '${filter}' also takes ${listed(
        strays.map((name) => `'${name}'`),
        4,
      )}: ECR matches the literal start ` + 'of the name.',
      overmatchHelp(filter, strays, names),
    );
  }
}

function overmatchHelp(
  filter: RepositoryFilter,
  strays: readonly RepositoryName[],
  names: ReadonlySet<string>,
): string {
  const meant = `If it is meant, list it too: [${listed([filter, ...strays])}].`;
  if (names.has(filter)) return `ECR has no exact match. ${meant}`;
  const isNamespace = [...names].some((name) => name.startsWith(`${filter}/`));
  return isNamespace
    ? `For the namespace alone write '${filter}/'. ${meant}`
    : `Write the whole name. ${meant}`;
}

function isStray(filter: RepositoryFilter, name: RepositoryName, names: ReadonlySet<string>): boolean {
  const rest = name.slice(filter.length);
  if (rest === '' || /[._/-]$/.test(filter)) return false;
  const goesOnInTheWord = /^[a-z0-9]/.test(rest);
  return goesOnInTheWord || (names.has(filter) && !rest.startsWith('/'));
}

function registryNames(references: readonly Reference[]): string {
  return references.map(({ registry }) => `'${registry.name}'`).join(' or ');
}
