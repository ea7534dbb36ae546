import { registryKey, registryText, type RegistryId } from '../../aws/arn';
import type { RegistryName } from '../../aws/names';
import { groupBy } from '../../base/collections.grouped';
import type { Topology } from '../../model/topology';
import type { LocatedPlan } from '../locate/providers';

/**
 * Returns a function that names a registry: by the declaration, otherwise by the alias of the provider that reaches it and no
 * other registry, otherwise by account and Region.
 */
export function createRegistryNamer(
  plans: readonly LocatedPlan[],
  declared: Topology | undefined,
): (id: RegistryId) => RegistryName {
  const names = new Map(
    (declared?.registries ?? []).map((registry) => [registryKey(registry), registry.name]),
  );
  for (const [key, alias] of providerAliases(plans)) if (!names.has(key)) names.set(key, alias);
  return (id) =>
    // Used only in texts, so it need not be a valid name.
    names.get(registryKey(id)) ?? (registryText(id) as RegistryName);
}

function providerAliases(plans: readonly LocatedPlan[]): readonly (readonly [string, RegistryName])[] {
  const all = plans.flatMap(({ providers }) =>
    [...providers].flatMap(([provider, id]) => {
      const alias = /\.([^.:]+)$/.exec(provider)?.[1];
      return alias === undefined ? [] : { alias, key: registryKey(id) };
    }),
  );
  return [...groupBy(all, ({ alias }) => alias)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([alias, found]): readonly (readonly [string, RegistryName])[] => {
      const keys = new Set(found.map(({ key }) => key));
      const name = alias as RegistryName; // as above
      return keys.size > 1 ? [] : [[found[0].key, name]];
    });
}
