import type { RegistryName, RepositoryName } from '../registry';
import type { LoadedTopology } from './load';

/** Returns a function that checks whether images of a repository are pushed to a registry. */
export function originalsOf({
  declared,
}: Pick<LoadedTopology, 'declared'>): (registry: RegistryName, repository: RepositoryName) => boolean {
  const { originals } = declared.linked;
  const known = new Map(
    [...originals].map(([{ name }, held]) => [name, new Set(held.map((each) => each.name))]),
  );
  return (registry, repository) => known.get(registry)?.has(repository) === true;
}
