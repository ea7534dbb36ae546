import type { RepositoryName } from '../../aws/names';
import { sortedUnique } from '../../base/collections';
import { formatList, quoteAll } from '../../base/text';
import type {
  BoundDeclaration,
  BoundRegistry,
  BoundReplicationRule,
  RegistryReference,
} from '../../declaration/bind/bound-declaration';
import { matches, originalsIn } from '../../declaration/bind/registry-contents';
import { defineDeclarationRules, type ReporterOf } from '../rule';

export const replicationChains = defineDeclarationRules({
  rules: {
    'replication/chain': {
      severity: 'warning',
      doc: 'Images do not reach a registry because it is replicated to from another destination.',
      why:
        'ECR replicates an image only once, from the registry that it was pushed to. Add the last ' +
        'registry to the destinations of a rule from the first registry. ' +
        'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html',
    },
  },
  bound({ bound }, reporter) {
    checkChains(bound, reporter);
  },
});

type Reporter = ReporterOf<typeof replicationChains>;

/**
 * Warns about chains of replication rules. ECR replicates an image only once, from the registry it was pushed to: with
 * A→B and B→C, images pushed to A do not reach C.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 * Two cases are not reported: replication in both directions (A→B, B→A), and a destination to which images of the
 * repository are pushed directly. So a cycle in which every registry is pushed to has no warning.
 */
function checkChains(bound: BoundDeclaration, reporter: Reporter): void {
  const routes = collectRoutes(bound);
  for (const rule of bound.rules) {
    for (const { registry: intermediate } of rule.from) {
      const origins = [...(routes.to.get(intermediate) ?? [])];
      for (const destination of origins.length === 0 ? [] : rule.to) {
        checkChain({ rule, intermediate, destination, origins }, routes, bound, reporter);
      }
    }
  }
}

/** The replication rules between each pair of registries. */
interface Routes {
  readonly from: ReadonlyMap<BoundRegistry, ReadonlyMap<BoundRegistry, readonly BoundReplicationRule[]>>;
  /** The source registries of each destination. */
  readonly to: ReadonlyMap<BoundRegistry, ReadonlySet<BoundRegistry>>;
}

function collectRoutes(bound: BoundDeclaration): Routes {
  const from = new Map<BoundRegistry, Map<BoundRegistry, BoundReplicationRule[]>>();
  const to = new Map<BoundRegistry, Set<BoundRegistry>>();
  for (const rule of bound.rules) {
    for (const { registry: source } of rule.from) {
      const destinations = from.get(source) ?? new Map<BoundRegistry, BoundReplicationRule[]>();
      from.set(source, destinations);
      for (const { registry } of rule.to) {
        destinations.set(registry, [...(destinations.get(registry) ?? []), rule]);
        to.set(registry, (to.get(registry) ?? new Set()).add(source));
      }
    }
  }
  return { from, to };
}

/**
 * The second hop of a chain: a rule from `intermediate` to `destination`, and the registries that replicate to
 * `intermediate`.
 */
interface ReplicationHop {
  readonly rule: BoundReplicationRule;
  readonly intermediate: BoundRegistry;
  readonly destination: RegistryReference;
  readonly origins: readonly BoundRegistry[];
}

/** Reports one warning for each hop, however many registries it affects. */
function checkChain(hop: ReplicationHop, routes: Routes, bound: BoundDeclaration, reporter: Reporter): void {
  const { intermediate, destination } = hop;
  const affected = hop.origins
    .filter(
      (origin) =>
        origin !== destination.registry && origin !== intermediate && intermediate !== destination.registry,
    )
    .map((origin) => ({ origin, stranded: findStrandedRepositories(origin, hop, routes, bound) }))
    .filter(({ stranded }) => stranded.length > 0);
  if (affected.length === 0) return;
  const names = affected.map(({ origin }) => `'${origin.name}'`);
  reporter.atValue(
    destination.path,
    'replication/chain',
    `Images of ${formatList(quoteAll(sortedUnique(affected.flatMap(({ stranded }) => stranded))), 4)} that are pushed to ` +
      `${formatList(names, 4)} reach '${intermediate.name}' but not '${destination.registry.name}'. ECR replicates an image only once, from ` +
      'the registry that it was pushed to.',
    `To replicate them to '${destination.registry.name}', add it to the destinations of a rule from ${formatList(names, 4)}.`,
  );
}

function findStrandedRepositories(
  origin: BoundRegistry,
  { rule, intermediate, destination }: ReplicationHop,
  routes: Routes,
  bound: BoundDeclaration,
): readonly RepositoryName[] {
  const firstHopRules = routes.from.get(origin)?.get(intermediate) ?? [];
  const directRules = routes.from.get(origin)?.get(destination.registry) ?? [];
  const ownNames = new Set(originalsIn(bound, destination.registry).map(({ name }) => name));
  const isMatched = (rules: readonly BoundReplicationRule[], name: RepositoryName) =>
    rules.some((each) => matches(each, name));
  return originalsIn(bound, origin)
    .map(({ name }) => name)
    .filter(
      (name) =>
        matches(rule, name) &&
        isMatched(firstHopRules, name) &&
        !isMatched(directRules, name) &&
        !ownNames.has(name),
    );
}
