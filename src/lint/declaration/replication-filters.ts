import { LIMITS } from '../../aws/limits';
import type { RepositoryFilter, RepositoryName } from '../../aws/names';
import { didYouMean, formatList, quoteAll } from '../../base/text';
import type {
  BoundDeclaration,
  BoundFilter,
  BoundRegistry,
  BoundReplicationRule,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import { matches, originalsIn, replicasIn } from '../../declaration/bind/registry-contents';
import { filtersMatch } from '../../model/replication';
import { unintendedMatches } from '../predicates/overmatch';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const replicationFilters = defineDeclarationRules({
  rules: {
    'replication/unknown-repository': {
      severity: 'error',
      doc: 'No declared repository starts with a prefix of a replication rule.',
      why: 'ECR would replicate nothing for this prefix. Declare the repository, or fix the prefix.',
    },
    'replication/matches-nothing': {
      severity: 'error',
      doc: 'A replication rule matches no repository of its source registry.',
      why:
        'The rule replicates nothing. Replicate from the registry that images are pushed to, because ECR ' +
        'does not replicate replicas.',
    },
    'replication/nothing-to-create-from': {
      severity: 'warning',
      doc: 'A replication rule with `createRepositories` matches no declared repository.',
      why:
        'The rule replicates only repositories that are created outside the topology. If this is not ' +
        'intended, fix the prefix. Otherwise, suppress the warning.',
    },
    'replication/overmatch': {
      severity: 'warning',
      doc: 'A replication prefix also matches repositories whose names only start with the same text.',
      why:
        'ECR matches the start of the name, so it replicates the images of these repositories too. Write ' +
        '`prod/` to match a namespace. If a repository is intended, add it to the list.',
    },
  },
  bound({ bound }, reporter) {
    checkReplicationFilters(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof replicationFilters>;

/** Checks that the filters of each replication rule match repositories, and do not match unintended ones. */
function checkReplicationFilters(bound: BoundDeclaration, reporter: Reporter): void {
  for (const rule of bound.rules) {
    // An unresolved source registry may contain any repository.
    if (rule.from.length === 0) continue;
    if (rule.filters === 'all') {
      checkSources(rule, bound, reporter);
      continue;
    }
    // `checkReplicationLimits` reports excess filters; they are checked when the rule is within the limit.
    const filters = rule.filters.slice(0, LIMITS.filtersPerReplicationRule);
    const unmatched = filters.filter((filter) => !checkFilter(filter, rule, bound, reporter));
    if (unmatched.length < filters.length) checkSources(rule, bound, reporter);
    checkOvermatch(filters, rule, bound, reporter);
  }
}

function checkSources(rule: BoundReplicationRule, bound: BoundDeclaration, reporter: Reporter): void {
  for (const source of rule.from) checkSource(source, rule, bound, reporter);
}

/**
 * Returns whether a registry contains a matching repository, original or replica. A rule that starts at a replica
 * replicates nothing; `checkChains` reports that.
 */
function containsRepository(
  bound: BoundDeclaration,
  registry: BoundRegistry,
  isMatch: (name: RepositoryName) => boolean,
): boolean {
  return [originalsIn, replicasIn].some((repositoriesIn) =>
    repositoriesIn(bound, registry).some(({ name }) => isMatch(name)),
  );
}

function unknownFilterHelp(filter: RepositoryFilter, names: readonly RepositoryName[]): string {
  if (filter === 'all') return 'To replicate every repository, write repositories: all, without brackets.';
  return didYouMean(filter, names) ?? 'Declare the repository, or remove the prefix.';
}

/** Returns true if the filter matches a repository, or if that is unknown. */
function checkFilter(
  { filter, path }: BoundFilter,
  rule: BoundReplicationRule,
  bound: BoundDeclaration,
  reporter: Reporter,
): boolean {
  const matched = bound.repositories.filter(({ name }) => filtersMatch([filter], name));
  const isInSource = rule.from.some(({ registry }) =>
    containsRepository(bound, registry, (name) => filtersMatch([filter], name)),
  );
  if (isInSource || matched.some(({ isComplete }) => !isComplete)) return true;
  if (matched.length === 0 && !bound.isComplete.repositories) return true;

  const names = bound.repositories.map(({ name }) => name);
  if (rule.createRepositories) {
    reporter.atValue(
      path,
      'replication/nothing-to-create-from',
      `No declared repository starts with '${filter}', so this prefix replicates only repositories that are created outside the topology.`,
      didYouMean(filter, names),
    );
  } else if (matched.length === 0) {
    reporter.atValue(
      path,
      'replication/unknown-repository',
      `No declared repository starts with '${filter}'. Declared repositories: ${formatList(names)}.`,
      unknownFilterHelp(filter, names),
    );
  } else {
    const locations = matched.map(({ name, registries }) => `'${name}' in ${registryNames(registries)}`);
    reporter.atValue(
      path,
      'replication/matches-nothing',
      `No repository in ${registryNames(rule.from)} starts with '${filter}'. Matching repositories in other registries: ${formatList(locations, 4)}.`,
      'Replicate from the registry that images are pushed to. ECR does not replicate replicas.',
    );
  }
  return false;
}

function checkSource(
  { registry, path }: RegistryReference,
  rule: BoundReplicationRule,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const isUnknown =
    !bound.isComplete.repositories ||
    bound.repositories.some(({ isComplete, name }) => !isComplete && matches(rule, name));
  if (isUnknown || containsRepository(bound, registry, (name) => matches(rule, name))) return;
  if (rule.createRepositories) {
    reporter.atValue(
      path,
      'replication/nothing-to-create-from',
      `No repository that this rule matches is declared in '${registry.name}', so from there it replicates only ` +
        'repositories that are created outside the topology.',
    );
  } else {
    reporter.atValue(
      path,
      'replication/matches-nothing',
      `No repository that this rule matches is declared in '${registry.name}'.`,
      `Declare a repository in '${registry.name}', or remove the registry from this rule.`,
    );
  }
}

function checkOvermatch(
  filters: readonly BoundFilter[],
  rule: BoundReplicationRule,
  bound: BoundDeclaration,
  reporter: Reporter,
): void {
  const names = new Set(
    rule.from.flatMap(({ registry }) => originalsIn(bound, registry).map(({ name }) => name)),
  );
  for (const { item, names: unintended } of unintendedMatches(filters, names)) {
    const { filter, path } = item;
    const quoted = quoteAll(unintended);
    reporter.atValue(
      path,
      'replication/overmatch',
      `The prefix '${filter}' also matches ${formatList(quoted, 4)}, because ECR matches the start of the name.`,
      overmatchHelp(filter, unintended, names),
    );
  }
}

function overmatchHelp(
  filter: RepositoryFilter,
  unintended: readonly RepositoryName[],
  names: ReadonlySet<string>,
): string {
  const [first, ...others] = unintended;
  const list = unintended.length > 8 ? '' : `: [${[filter, ...unintended].join(', ')}]`;
  const suggestion =
    others.length === 0
      ? `If '${String(first)}' is intended, list it too${list}.`
      : `If these repositories are intended, list them too${list}.`;
  return names.has(filter)
    ? `ECR has no exact match. ${suggestion}`
    : `To match only the namespace, write '${filter}/'. ${suggestion}`;
}

function registryNames(references: readonly RegistryReference[]): string {
  return references.map(({ registry }) => `'${registry.name}'`).join(' or ');
}
