import { registryKey, type RegistryId } from '../registry';
import type { Address, PlannedResource } from './resources/planned';
import { isOfRegistry } from './resources/services';
import type { Reviewed } from './reviewed';

type ManagedOnce = Extract<PlannedResource['kind'], 'registry-policy' | 'replication'>;

/** The resource by which something of a registry is there when the plans are applied, or was there before. */
export function managing(
  { resources }: Reviewed,
  kind: ManagedOnce,
  registry: RegistryId,
  moment: 'after' | 'before',
): Address | undefined {
  const key = registryKey(registry);
  const found = resources.find((each) => {
    const values = each[moment];
    return each.kind === kind && values !== undefined && registryKey(values.registry) === key;
  });
  return found === undefined ? undefined : addressOf(found);
}

/**
 * Where to point for what goes from one registry to another: at the rules, or, where the declaration alone has them, at
 * what the plans have at the destination. Undefined where they have neither.
 */
export function addressOfPath(reviewed: Reviewed, from: RegistryId, to: RegistryId): Address | undefined {
  return (
    managing(reviewed, 'replication', from, 'after') ??
    managing(reviewed, 'registry-policy', to, 'after') ??
    managing(reviewed, 'registry-policy', to, 'before') ??
    anythingIn(reviewed, to)
  );
}

function anythingIn({ resources }: Reviewed, registry: RegistryId): Address | undefined {
  const key = registryKey(registry);
  const found = resources.find((resource) => {
    const values = resource.after ?? resource.before;
    return values !== undefined && isOfRegistry(resource) && registryKey(values.registry) === key;
  });
  return found === undefined ? undefined : addressOf(found);
}

/** Its place and nothing else. */
export function addressOf({ plan, address }: Address): Address {
  return { plan, address };
}
