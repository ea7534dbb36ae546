import {
  filtersMatch,
  grouped,
  listed,
  registryKey,
  sortedUnique,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { managing } from '../managing';
import { registryText } from '../words/place-text';
import type { Reviewed } from '../reviewed';
import { routesOf, type Routes } from '../replication/routes';
import { rule, type Problem } from '../rule';
import type { ReplicationPath } from '../replication/replication-paths';

export const replicationChain = rule({
  id: 'replication-chain',
  severity: 'warning',
  doc: 'A destination is expected to receive images through another destination, which ECR does not do.',
  why:
    'ECR replicates an image only from the registry that it was pushed to. With rules from A to B and from B to C, images ' +
    'that are pushed to A do not arrive in C. Only what the plans change is reported. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
  options: {},
  check: (reviewed) => {
    const known = new Set(chainsIn(reviewed.before).map(keyOf));
    const fresh = chainsIn(reviewed.after).filter((chain) => !known.has(keyOf(chain)));
    return [...grouped(fresh, wayOf).values()].flatMap((chains) => problemOf(chains, reviewed));
  },
});

/** A repository that is replicated from `start` to `between`, and not from there to `end`. */
interface Chain {
  readonly start: PlannedRegistry;
  readonly between: PlannedRegistry;
  readonly end: RegistryId;
  readonly name: RepositoryName;
}

function wayOf({ between, end }: Chain): string {
  return `${registryKey(between)} ${registryKey(end)}`;
}

function keyOf(chain: Chain): string {
  return `${wayOf(chain)} ${registryKey(chain.start)} ${chain.name}`;
}

function chainsIn(topology: PlannedTopology): readonly Chain[] {
  const routes = routesOf(topology);
  return routes.registries.flatMap((start) =>
    routes.from(start).flatMap((first) => {
      const between = routes.to(first);
      if (between === undefined || between === start) return [];
      return routes.from(between).flatMap((second) => stranded(first, between, second, routes));
    }),
  );
}

function stranded(
  first: ReplicationPath,
  between: PlannedRegistry,
  second: ReplicationPath,
  routes: Routes,
): readonly Chain[] {
  const { from: start } = first;
  const end = registryKey(second.to);
  // A path back to the source is not a chain.
  if (end === registryKey(start) || end === registryKey(between)) return [];
  const direct = routes.from(start).find(({ to }) => registryKey(to) === end);
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

function problemOf(chains: readonly [Chain, ...Chain[]], reviewed: Reviewed): readonly Problem[] {
  const [{ between, end }] = chains;
  const at = managing(reviewed, 'replication', between, 'after');
  if (at === undefined) return [];
  const names = sortedUnique(chains.map(({ name }) => name));
  const starts = sortedUnique(chains.map(({ start }) => registryText(start)));
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
        `Images of ${listed(
          names.map((name) => `'${name}'`),
          6,
        )} that are pushed to ${listed(starts, 3)} are replicated to ${registryText(between)}, but not from there to ` +
        `${registryText(end)}: ECR replicates an image only from the registry that it was pushed to.`,
      help: `If they should arrive there, add ${registryText(end)} to the destinations of ${listed(starts, 3)}.`,
      helpForDeclaration: `If they should arrive there, add ${registryText(end)} to 'to' of the rule from ${listed(starts, 3)} in topology.yaml.`,
    },
  ];
}
