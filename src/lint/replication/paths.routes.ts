import { registryKey, type RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import { filtersMatch } from '../../model/replication';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { pathsFrom, type ReplicationPath } from './paths';

/** Replication paths of a topology, indexed for repeated lookups. */
export interface Routes {
  readonly registries: readonly PlannedRegistry[];
  readonly pathsOf: (registry: PlannedRegistry) => readonly ReplicationPath[];
  /** Returns the registry, or undefined if the topology does not contain it. */
  readonly registryAt: (id: RegistryId) => PlannedRegistry | undefined;
  readonly destinationOf: (path: ReplicationPath) => PlannedRegistry | undefined;
  readonly hasRepository: (registry: PlannedRegistry, name: RepositoryName) => boolean;
  /**
   * Whether images of a repository are pushed to a registry: no other registry replicates into it, unless both replicate
   * to each other.
   */
  readonly isPushedTo: (registry: PlannedRegistry, name: RepositoryName) => boolean;
}

export function buildRoutes({ registries }: PlannedTopology): Routes {
  const byKey = new Map(registries.map((registry) => [registryKey(registry), registry]));
  const paths = new Map(registries.map((registry) => [registry, pathsFrom(registry)]));
  const namesByRegistry = new Map(
    registries.map((registry) => [registry, new Set(registry.repositories.map(({ name }) => name))]),
  );
  const pathsOf = (registry: PlannedRegistry) => paths.get(registry) ?? [];
  const hasRepository = (registry: PlannedRegistry, name: RepositoryName) =>
    namesByRegistry.get(registry)?.has(name) === true;
  const incoming = new Map<string, ReplicationPath[]>();
  for (const path of [...paths.values()].flat()) {
    const key = registryKey(path.to);
    incoming.set(key, [...(incoming.get(key) ?? []), path]);
  }
  const isPushedTo = (registry: PlannedRegistry, name: RepositoryName) =>
    (incoming.get(registryKey(registry)) ?? []).every(
      (path) =>
        path.from === registry ||
        !hasRepository(path.from, name) ||
        !filtersMatch(path.filters, name) ||
        pathsOf(registry).some(
          (returnPath) => isReturnPath(returnPath, path) && filtersMatch(returnPath.filters, name),
        ),
    );
  const registryAt = (id: RegistryId) => byKey.get(registryKey(id));
  return {
    registries,
    pathsOf,
    registryAt,
    destinationOf: (path) => registryAt(path.to),
    hasRepository,
    isPushedTo,
  };
}

function isReturnPath(returnPath: ReplicationPath, path: ReplicationPath): boolean {
  return registryKey(returnPath.to) === registryKey(path.from);
}
