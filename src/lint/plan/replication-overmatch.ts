import { registryKey, type RegistryId } from '../../aws/arn';
import { shortestName, type RepositoryFilter, type RepositoryName } from '../../aws/names';
import { formatList, quoteAll } from '../../base/text';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import { unintendedMatches } from '../predicates/overmatch';
import { buildRoutes, type Routes } from '../replication/paths';
import { defineRule, type Problem } from '../rule';

export const replicationOvermatch = defineRule({
  id: 'replication-overmatch',
  severity: 'warning',
  doc: 'Replication filter also matches repositories whose names only start with the same text.',
  why:
    "A filter matches every name that starts with it: 'prod' also matches 'production'. Every principal that can pull in " +
    'the destination can then pull these images too. The rule reports only matches that the plans add. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  options: {},
  check: (reviewed) => {
    const known = new Set(overmatchesIn(reviewed.before).flatMap((each) => each.names.map(createKey(each))));
    return overmatchesIn(reviewed.after).flatMap((each) => {
      const keyFor = createKey(each);
      const names = each.names.filter((name) => !known.has(keyFor(name)));
      return names.length === 0 ? [] : problemOf({ ...each, names }, reviewed);
    });
  },
});

interface Overmatch {
  readonly from: PlannedRegistry;
  readonly destinations: readonly RegistryId[];
  readonly filter: RepositoryFilter;
  /** The unintended matches. */
  readonly names: readonly RepositoryName[];
  /** Whether a repository has the same name as the filter. */
  readonly isRepositoryName: boolean;
}

function createKey({ from, destinations, filter }: Overmatch): (name: RepositoryName) => string {
  const rule = [registryKey(from), filter, ...destinations.map(registryKey)].join(' ');
  return (name) => `${rule} ${name}`;
}

function overmatchesIn(topology: PlannedTopology): readonly Overmatch[] {
  const routes = buildRoutes(topology);
  return topology.registries.flatMap((from) => overmatchesFrom(from, routes));
}

function overmatchesFrom(from: PlannedRegistry, routes: Routes): readonly Overmatch[] {
  const rules = isKnown(from.replication) ? from.replication : [];
  if (rules.length === 0) return [];
  const names = from.repositories.map(({ name }) => name).filter((name) => routes.isPushedTo(from, name));
  const pushed = new Set(names);
  return rules.flatMap(({ filters, destinations }) => {
    if (filters === 'all') return [];
    return unintendedMatches(
      filters.map((filter) => ({ filter })),
      pushed,
    ).map(({ item: { filter }, names: matched }): Overmatch => {
      // A filter can be the complete name of a repository.
      const isRepositoryName = pushed.has(shortestName(filter));
      return { from, destinations, filter, names: matched, isRepositoryName };
    });
  });
}

function problemOf(
  { from, destinations, filter, names, isRepositoryName }: Overmatch,
  reviewed: PlanReview,
): readonly Problem[] {
  const at = reviewed.resourceOf('after', 'replication', from);
  if (at === undefined) return [];
  const [only, ...others] = names;
  const quoted = quoteAll(names);
  const narrower = isRepositoryName
    ? `No filter matches only '${filter}', because ECR has no exact match.`
    : `To match only the namespace, use '${filter}/'.`;
  return [
    {
      at,
      subject: {
        registry: from,
        repository: others.length === 0 ? only : undefined,
        destination: destinations[0],
      },
      message:
        `The replication filter '${filter}' of ${registryMark(from)} also matches ${formatList(quoted, 6)}, which ` +
        `${names.length === 1 ? 'is' : 'are'} replicated to ${formatList(destinations.map(registryMark), 3)}. A filter matches every name that starts with it.`,
      help: `${narrower} If you intend these matches, add a repository_filter for each repository.`,
      helpForDeclaration: `${narrower} If you intend these matches, list each repository under 'repositories' of the rule in topology.yaml.`,
    },
  ];
}
