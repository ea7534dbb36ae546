import {
  filtersMatch,
  registryKey,
  type PlannedRegistry,
  type PlannedTopology,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import { pathsFrom, type ReplicationPath } from './replication-paths';

/** Replication paths of a topology, indexed for repeated lookups. */
export interface Routes {
  readonly registries: readonly PlannedRegistry[];
  readonly from: (registry: PlannedRegistry) => readonly ReplicationPath[];
  /** Returns the registry, or undefined if the topology does not contain it. */
  readonly at: (id: RegistryId) => PlannedRegistry | undefined;
  readonly to: (path: ReplicationPath) => PlannedRegistry | undefined;
  readonly holds: (registry: PlannedRegistry, name: RepositoryName) => boolean;
  /**
   * Whether images of a repository are pushed to a registry: no other registry replicates into it, unless both replicate
   * to each other.
   */
  readonly isPushedTo: (registry: PlannedRegistry, name: RepositoryName) => boolean;
}

export function routesOf({ registries }: PlannedTopology): Routes {
  const byKey = new Map(registries.map((registry) => [registryKey(registry), registry]));
  const paths = new Map(registries.map((registry) => [registry, pathsFrom(registry)]));
  const held = new Map(
    registries.map((registry) => [registry, new Set(registry.repositories.map(({ name }) => name))]),
  );
  const from = (registry: PlannedRegistry) => paths.get(registry) ?? [];
  const holds = (registry: PlannedRegistry, name: RepositoryName) => held.get(registry)?.has(name) === true;
  const incoming = new Map<string, ReplicationPath[]>();
  for (const path of [...paths.values()].flat()) {
    const key = registryKey(path.to);
    incoming.set(key, [...(incoming.get(key) ?? []), path]);
  }
  const isPushedTo = (registry: PlannedRegistry, name: RepositoryName) =>
    (incoming.get(registryKey(registry)) ?? []).every(
      (path) =>
        path.from === registry ||
        !holds(path.from, name) ||
        !filtersMatch(path.filters, name) ||
        from(registry).some((back) => isBack(back, path) && filtersMatch(back.filters, name)),
    );
  const at = (id: RegistryId) => byKey.get(registryKey(id));
  return { registries, from, at, to: (path) => at(path.to), holds, isPushedTo };
}

function isBack(back: ReplicationPath, path: ReplicationPath): boolean {
  return registryKey(back.to) === registryKey(path.from);
}
