import { registryKey, type RegistryId, type RepositoryName } from '../registry';
import type { Subject } from '../plan/reviewed';
import type { SourcePlace } from '../plan/settings';
import { isDestination, isSource, originals, registryIdOf, replicas, takes } from './link/contents';
import type { Linked, LinkedRegistry } from './link/linked';
import type { Loaded } from './load';
import { keySpan, type Path } from './tree';

/**
 * Returns a function that finds the line on which a registry, repository or replication is declared: an entry of
 * `replication` if the subject has a destination, otherwise a key under `repositories` or `registries`. The result is
 * undefined if nothing declares the subject, or if the declaration has errors.
 */
export function placesOf(loaded: Loaded): (subject: Subject) => SourcePlace | undefined {
  if (loaded.kind !== 'topology') return () => undefined;
  const { file, tree, linked } = loaded.declared;
  const pathOf = pathsIn(linked);
  return (subject) => {
    const path = pathOf(subject);
    if (path === undefined) return undefined;
    const { line, column } = keySpan(tree, path);
    return { file, line, column };
  };
}

function pathsIn(linked: Linked): (subject: Subject) => Path | undefined {
  const registries = new Map(
    linked.registries.flatMap((registry) => {
      const id = registryIdOf(registry);
      return id === undefined ? [] : [[registryKey(id), registry] as const];
    }),
  );
  const find = (id: RegistryId) => registries.get(registryKey(id));
  const repositories = new Map<LinkedRegistry, ReadonlyMap<RepositoryName, Path>>();

  return ({ registry: id, repository, destination }) => {
    const registry = find(id);
    if (registry === undefined) return undefined;
    if (destination !== undefined) return replicationPath(linked, registry, find(destination), repository);
    if (repository === undefined) return registry.path;
    const paths = repositories.get(registry) ?? repositoryPaths(linked, registry);
    repositories.set(registry, paths);
    return paths.get(repository);
  };
}

/** Returns the path of the first rule that replicates the repository, or any repository, between two registries. */
function replicationPath(
  { rules }: Linked,
  from: LinkedRegistry,
  to: LinkedRegistry | undefined,
  repository: RepositoryName | undefined,
): Path | undefined {
  if (to === undefined) return undefined;
  return rules.find(
    (rule) =>
      isSource(rule, from) &&
      isDestination(rule, to) &&
      (repository === undefined || takes(rule, repository)),
  )?.path;
}

/** Returns the paths of the originals and replicas of a registry, including replicas that ECR creates. */
function repositoryPaths(linked: Linked, registry: LinkedRegistry): ReadonlyMap<RepositoryName, Path> {
  const there = [...replicas(linked, registry), ...originals(linked, registry)];
  return new Map(there.map(({ name, path }) => [name, path]));
}
