import type { RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import {
  REGISTRY_PARTS,
  REGISTRY_TYPE_NAMES,
  rowOf,
  type RegistryPart,
  type Repository,
} from '../../model/resource-types';
import type { Registry } from '../../model/topology';
import { placeKey } from './repositories';
import type { Mapping, Value } from './value';

/** The `import` of registries and repositories, so that Terraform imports exactly what exists. */
export interface WrittenImports {
  readonly ofRegistry: (registry: Registry) => Value | undefined;
  readonly ofRepository: (name: RepositoryName) => Mapping | undefined;
}

/**
 * Returns `import: true` for each registry. Lifecycle policies that do not exist yet are excluded, by their registry if
 * none of its lifecycle policies exists, otherwise by each repository.
 * @param newLifecycles the repositories in registries whose declared lifecycle policy does not exist
 */
export function writeImports(
  registries: readonly Registry[],
  newLifecycles: ReadonlySet<string>,
): WrittenImports {
  const isNew = (registry: Registry, { name }: Repository) => newLifecycles.has(placeKey(registry, name));
  const withLifecycle = new Map(
    registries.map((registry) => [
      registry,
      registry.repositories.filter(({ settings }) => settings.lifecyclePolicy !== undefined),
    ]),
  );
  const hasOnlyNew = (registry: Registry) =>
    (withLifecycle.get(registry) ?? []).every((repository) => isNew(registry, repository));
  const excluded = registries
    .filter((registry) => !hasOnlyNew(registry))
    .flatMap((registry) =>
      (withLifecycle.get(registry) ?? [])
        .filter((repository) => isNew(registry, repository))
        .map((repository) => ({ registry, repository })),
    );
  const byName = groupBy(excluded, ({ repository }) => repository.name);
  return {
    ofRegistry: (registry) => {
      const parts = partsOf(registry);
      if (parts.length === 0) return undefined;
      const isExcluded = parts.includes('lifecyclePolicies') && hasOnlyNew(registry);
      return isExcluded ? parts.filter((part) => part !== 'lifecyclePolicies') : true;
    },
    ofRepository: (name) => {
      const places = byName.get(name);
      return (
        places &&
        Object.fromEntries(
          places.map(({ registry, repository }) => [
            registry.name,
            repository.policy === undefined ? ['repository'] : ['repository', 'policy'],
          ]),
        )
      );
    },
  };
}

/** Returns the parts of the registry that the declaration contains. */
function partsOf(registry: Registry): readonly RegistryPart[] {
  const declared = new Set(
    REGISTRY_TYPE_NAMES.flatMap((type) => {
      const { resourcesIn, importParts } = rowOf(type);
      return resourcesIn(registry).length === 0 ? [] : importParts[0];
    }),
  );
  return REGISTRY_PARTS.filter((part) => declared.has(part));
}
