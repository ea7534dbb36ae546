import { registryKey, type RegistryId } from '../../aws/arn';
import type { RegistryName, RepositoryName } from '../../aws/names';
import type { BoundDeclaration, BoundRegistry } from '../../declaration/bind/bound-declaration';
import {
  isDestination,
  isSource,
  matches,
  originalsIn,
  registryIdOf,
  replicasIn,
} from '../../declaration/bind/registry-contents';
import { keySpan, type Path } from '../../declaration/syntax/tree';
import type { Subject } from '../../plan/review/review';
import type { SourcePosition } from '../rule';
import type { Loaded, LoadedTopology } from './load';

/**
 * Returns a function that finds the line on which a registry, repository or replication is declared: an entry of
 * `replication` if the subject has a destination, otherwise a key under `repositories` or `registries`. The result is
 * undefined if nothing declares the subject, or if the declaration has errors.
 */
export function sourceLocator(loaded: Loaded): (subject: Subject) => SourcePosition | undefined {
  if (loaded.kind !== 'topology') return () => undefined;
  const { file, tree, bound } = loaded.declared;
  const findPath = createPathFinder(bound);
  return (subject) => {
    const path = findPath(subject);
    if (path === undefined) return undefined;
    const { line, column } = keySpan(tree, path);
    return { file, line, column };
  };
}

function createPathFinder(bound: BoundDeclaration): (subject: Subject) => Path | undefined {
  const registries = new Map(
    bound.registries.flatMap((registry) => {
      const id = registryIdOf(registry);
      return id === undefined ? [] : [[registryKey(id), registry] as const];
    }),
  );
  const findRegistry = (id: RegistryId) => registries.get(registryKey(id));
  const repositories = new Map<BoundRegistry, ReadonlyMap<RepositoryName, Path>>();

  return ({ registry: id, repository, destination }) => {
    const registry = findRegistry(id);
    if (registry === undefined) return undefined;
    if (destination !== undefined) {
      return replicationPath(bound, registry, findRegistry(destination), repository);
    }
    if (repository === undefined) return registry.path;
    const paths = repositories.get(registry) ?? repositoryPaths(bound, registry);
    repositories.set(registry, paths);
    return paths.get(repository);
  };
}

/** Returns the path of the first rule that replicates the repository, or any repository, between two registries. */
function replicationPath(
  { rules }: BoundDeclaration,
  from: BoundRegistry,
  to: BoundRegistry | undefined,
  repository: RepositoryName | undefined,
): Path | undefined {
  if (to === undefined) return undefined;
  return rules.find(
    (rule) =>
      isSource(rule, from) &&
      isDestination(rule, to) &&
      (repository === undefined || matches(rule, repository)),
  )?.path;
}

/** Returns the paths of the originals and replicas of a registry, including replicas that ECR creates. */
function repositoryPaths(
  bound: BoundDeclaration,
  registry: BoundRegistry,
): ReadonlyMap<RepositoryName, Path> {
  const repositories = [...replicasIn(bound, registry), ...originalsIn(bound, registry)];
  return new Map(repositories.map(({ name, path }) => [name, path]));
}

/** Returns a function that checks whether images of a repository are pushed to a registry. */
export function originalMatcher({
  declared,
}: Pick<LoadedTopology, 'declared'>): (registry: RegistryName, repository: RepositoryName) => boolean {
  const { originals } = declared.bound;
  const namesByRegistry = new Map(
    [...originals].map(([{ name }, repositories]) => [name, new Set(repositories.map((each) => each.name))]),
  );
  return (registry, repository) => namesByRegistry.get(registry)?.has(repository) === true;
}
