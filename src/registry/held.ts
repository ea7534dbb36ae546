import type { NotKnown } from './not-known';
import type { RepositoryName } from './names';
import type { Registry, Repository } from './topology';

/** A registry object never changes, so its repositories are indexed once. */
const BY_NAME = new WeakMap<object, ReadonlyMap<RepositoryName, Repository<NotKnown>>>();

/**
 * Returns the repository of that name, or undefined if the registry does not contain it. The time does not
 * depend on the number of repositories.
 */
export function tryGetRepository<Unknown extends NotKnown>(
  registry: Registry<Unknown>,
  name: RepositoryName,
): Repository<Unknown> | undefined {
  const known = BY_NAME.get(registry);
  const held = known ?? new Map(registry.repositories.map((repository) => [repository.name, repository]));
  if (known === undefined) BY_NAME.set(registry, held);
  // The index was built from this registry, so its repositories have the same type parameter.
  return held.get(name) as Repository<Unknown> | undefined;
}
