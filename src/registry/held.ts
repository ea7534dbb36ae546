import type { NotKnown } from './not-known';
import type { RepositoryName } from './names';
import type { Registry, Repository } from './topology';

/** A registry never changes, so its repositories are put in order once, however often they are asked for. */
const BY_NAME = new WeakMap<object, ReadonlyMap<RepositoryName, Repository<NotKnown>>>();

/** The repository of that name in a registry; undefined where it holds none. In time that does not grow with it. */
export function tryGetRepository<Unknown extends NotKnown>(
  registry: Registry<Unknown>,
  name: RepositoryName,
): Repository<Unknown> | undefined {
  const known = BY_NAME.get(registry);
  const held = known ?? new Map(registry.repositories.map((repository) => [repository.name, repository]));
  if (known === undefined) BY_NAME.set(registry, held);
  // What was put there for this registry is of its own kind.
  return held.get(name) as Repository<Unknown> | undefined;
}
