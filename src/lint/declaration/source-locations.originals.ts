import type { RegistryName, RepositoryName } from '../../aws/names';
import type { LoadedTopology } from './load';

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
