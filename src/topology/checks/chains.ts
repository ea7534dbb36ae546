import { sortedUnique, type RepositoryName } from '../../registry';
import { originals, takes } from '../link/contents';
import type { Linked, LinkedRegistry, LinkedRule, Reference } from '../link/linked';
import type { Reporter } from '../reporter';
import { listed } from '../suggest';

/**
 * Warns about chains of replication rules. ECR replicates an image only once, from the registry it was pushed to: with
 * A→B and B→C, images pushed to A do not reach C.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 * Two cases are not reported: replication in both directions (A→B, B→A), and a destination to which images of the
 * repository are pushed directly. So a cycle in which every registry is pushed to has no warning.
 */
export function checkChains(linked: Linked, reporter: Reporter): void {
  const routes = routesOf(linked);
  for (const rule of linked.rules) {
    for (const { registry: between } of rule.from) {
      const starts = [...(routes.to.get(between) ?? [])];
      for (const end of starts.length === 0 ? [] : rule.to) {
        checkChain({ rule, between, end, starts }, routes, linked, reporter);
      }
    }
  }
}

/** The replication rules between each pair of registries. */
interface Routes {
  readonly from: ReadonlyMap<LinkedRegistry, ReadonlyMap<LinkedRegistry, readonly LinkedRule[]>>;
  /** The source registries of each destination. */
  readonly to: ReadonlyMap<LinkedRegistry, ReadonlySet<LinkedRegistry>>;
}

function routesOf(linked: Linked): Routes {
  const from = new Map<LinkedRegistry, Map<LinkedRegistry, LinkedRule[]>>();
  const to = new Map<LinkedRegistry, Set<LinkedRegistry>>();
  for (const rule of linked.rules) {
    for (const { registry: source } of rule.from) {
      const destinations = from.get(source) ?? new Map<LinkedRegistry, LinkedRule[]>();
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
interface Way {
  readonly rule: LinkedRule;
  readonly between: LinkedRegistry;
  readonly end: Reference;
  readonly starts: readonly LinkedRegistry[];
}

/** Reports one warning for each hop, however many registries it affects. */
function checkChain(way: Way, routes: Routes, linked: Linked, reporter: Reporter): void {
  const { between, end } = way;
  const left = way.starts
    .filter((start) => start !== end.registry && start !== between && between !== end.registry)
    .map((start) => ({ start, stranded: strandedRepositories(start, way, routes, linked) }))
    .filter(({ stranded }) => stranded.length > 0);
  if (left.length === 0) return;
  const names = left.map(({ start }) => `'${start.name}'`);
  reporter.atValue(
    end.path,
    'replication/chain',
    `Images of ${listed(sortedUnique(left.flatMap(({ stranded }) => stranded)), 4)} that are pushed to ` +
      `${listed(names, 4)} reach '${between.name}' but not '${end.registry.name}': ECR replicates an image once, from ` +
      'where it was pushed.',
    `If they are meant to get there, add '${end.registry.name}' to the destinations of a rule from ${listed(names, 4)}.`,
  );
}

function strandedRepositories(
  start: LinkedRegistry,
  { rule, between, end }: Way,
  routes: Routes,
  linked: Linked,
): readonly RepositoryName[] {
  const first = routes.from.get(start)?.get(between) ?? [];
  const direct = routes.from.get(start)?.get(end.registry) ?? [];
  const ofItsOwn = new Set(originals(linked, end.registry).map(({ name }) => name));
  const taken = (rules: readonly LinkedRule[], name: RepositoryName) =>
    rules.some((each) => takes(each, name));
  return originals(linked, start)
    .map(({ name }) => name)
    .filter((name) => takes(rule, name) && taken(first, name) && !taken(direct, name) && !ofItsOwn.has(name));
}
