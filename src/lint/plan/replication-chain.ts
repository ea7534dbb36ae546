import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { groupBy, sortedUnique } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import { filtersMatch } from '../../model/replication';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import type { PlanReview } from '../../plan/review/review';
import { registryMark } from '../finding-text';
import { buildRoutes, type ReplicationPath, type Routes } from '../replication/paths';
import { defineRule, type Problem } from '../rule';

export const replicationChain = defineRule({
  id: 'replication-chain',
  severity: 'warning',
  doc: 'Replication rules form a chain, and ECR does not replicate images along it.',
  why:
    'ECR replicates an image only from the registry that it was pushed to. With rules from A to B and from B to C, images ' +
    'that are pushed to A do not arrive in C. The rule reports only chains that the plans add. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  options: {},
  check: (reviewed) => {
    const known = new Set(chainsIn(reviewed.before).map(chainKey));
    const added = chainsIn(reviewed.after).filter((chain) => !known.has(chainKey(chain)));
    return [...groupBy(added, segmentKey).values()].flatMap((chains) => problemOf(chains, reviewed));
  },
});

/** A repository that is replicated from `start` to `between`, and not from there to `end`. */
interface Chain {
  readonly start: PlannedRegistry;
  readonly between: PlannedRegistry;
  readonly end: RegistryId;
  readonly name: RepositoryName;
}

function segmentKey({ between, end }: Chain): string {
  return `${registryKey(between)} ${registryKey(end)}`;
}

function chainKey(chain: Chain): string {
  return `${segmentKey(chain)} ${registryKey(chain.start)} ${chain.name}`;
}

function chainsIn(topology: PlannedTopology): readonly Chain[] {
  const routes = buildRoutes(topology);
  return routes.registries.flatMap((start) =>
    routes.pathsOf(start).flatMap((first) => {
      const between = routes.destinationOf(first);
      if (between === undefined || between === start) return [];
      return routes.pathsOf(between).flatMap((second) => chainsBetween(first, between, second, routes));
    }),
  );
}

function chainsBetween(
  first: ReplicationPath,
  between: PlannedRegistry,
  second: ReplicationPath,
  routes: Routes,
): readonly Chain[] {
  const { from: start } = first;
  const end = registryKey(second.to);
  // A path back to the source is not a chain.
  if (end === registryKey(start) || end === registryKey(between)) return [];
  const direct = routes.pathsOf(start).find(({ to }) => registryKey(to) === end);
  return first.names
    .filter(
      (name) =>
        filtersMatch(second.filters, name) &&
        !(direct !== undefined && filtersMatch(direct.filters, name)) &&
        routes.isPushedTo(start, name) &&
        // If both registries replicate to each other, images are pushed to both.
        !routes.isPushedTo(between, name),
    )
    .map((name) => ({ start, between, end: second.to, name }));
}

function problemOf(chains: readonly [Chain, ...Chain[]], reviewed: PlanReview): readonly Problem[] {
  const [{ between, end }] = chains;
  const at = reviewed.resourceOf('after', 'replication', between);
  if (at === undefined) return [];
  const names = sortedUnique(chains.map(({ name }) => name));
  const starts = sortedUnique(chains.map(({ start }) => registryMark(start)));
  const [only, ...others] = names;
  return [
    {
      at,
      subject: {
        registry: between,
        repository: others.length === 0 ? only : undefined,
        destination: end,
      },
      message:
        `Images of ${formatList(
          quoteAll(names),
          6,
        )} that are pushed to ${formatList(starts, 3)} are replicated to ${registryMark(between)}, but not from there to ` +
        `${registryMark(end)}: ECR replicates an image only from the registry that it was pushed to.`,
      help: `If the images must arrive in ${registryMark(end)}, add ${registryMark(end)} to the destinations of ${formatList(starts, 3)}.`,
      helpForDeclaration: `If the images must arrive in ${registryMark(end)}, add ${registryMark(end)} to 'to' of the rule from ${formatList(starts, 3)} in topology.yaml.`,
    },
  ];
}
