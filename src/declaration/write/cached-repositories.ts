import type { RepositoryName } from '../../aws/names';
import { namespacePrefix, ROOT } from '../../aws/namespaces';
import { formatList, quoteAll } from '../../base/text';
import { isReplicated } from '../../model/replication';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import type { Note } from './notes';

/**
 * Removes the repositories that pull-through caches created: their number grows with each image that is pulled, and a
 * creation template has their settings. Keeps replicas, and every repository if the prefix of the cache is `ROOT`.
 */
export function withoutCachedRepositories(topology: PlannedTopology): {
  readonly topology: PlannedTopology;
  readonly notes: readonly Note[];
} {
  const reduced = topology.registries.map((registry) => {
    const isCached = cachedTest(registry, topology);
    const cached = registry.repositories.map(({ name }) => name).filter(isCached);
    return cached.length === 0
      ? { registry, notes: [] }
      : {
          registry: {
            ...registry,
            repositories: registry.repositories.filter(({ name }) => !isCached(name)),
          },
          notes: [cachedNote(registry, cached)],
        };
  });
  return {
    topology: { ...topology, registries: reduced.map(({ registry }) => registry) },
    notes: reduced.flatMap(({ notes }) => notes),
  };
}

function cachedTest(
  registry: PlannedRegistry,
  { registries }: PlannedTopology,
): (name: RepositoryName) => boolean {
  const rules = isKnown(registry.pullThroughCache) ? registry.pullThroughCache : [];
  const prefixes = rules.flatMap(({ prefix }) => (prefix === ROOT ? [] : namespacePrefix(prefix)));
  return (name) =>
    prefixes.some((prefix) => name.startsWith(prefix)) &&
    !registries.some((source) => source !== registry && isReplicated(source, registry, name));
}

function cachedNote({ name, pullThroughCache }: PlannedRegistry, cached: readonly RepositoryName[]): Note {
  const rules = isKnown(pullThroughCache) ? pullThroughCache : [];
  const prefixes = rules
    .map(({ prefix }) => prefix)
    .filter((prefix) => cached.some((each) => each.startsWith(namespacePrefix(prefix))));
  return {
    kind: 'omitted',
    registry: name,
    repositories: cached,
    part: 'repositories',
    what: `Not in the declaration: the repositories of the pull-through cache in '${name}' below ${formatList(quoteAll(prefixes))}.`,
    why: 'ECR creates them when an image is pulled for the first time.',
    fix: 'To manage the settings of new ones, declare a creation template for the prefix.',
  };
}
