import type { UnknownValue } from './unknown';
import type { RepositoryName } from '../aws/names';
import type { Registry, Repository } from './topology';

/** A registry object never changes, so its repositories are indexed once. */
const REPOSITORIES_BY_NAME = new WeakMap<object, ReadonlyMap<RepositoryName, Repository<UnknownValue>>>();

/**
 * Returns the repository of that name, or undefined if the registry does not contain it. The time does not
 * depend on the number of repositories.
 */
export function tryGetRepository<Unknown extends UnknownValue>(
  registry: Registry<Unknown>,
  name: RepositoryName,
): Repository<Unknown> | undefined {
  const cached = REPOSITORIES_BY_NAME.get(registry);
  const byName = cached ?? new Map(registry.repositories.map((repository) => [repository.name, repository]));
  if (cached === undefined) REPOSITORIES_BY_NAME.set(registry, byName);
  // The index was built from this registry, so its repositories have the same type parameter.
  return byName.get(name) as Repository<Unknown> | undefined;
}
