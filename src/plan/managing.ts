import { registryKey, type RegistryId } from '../registry';
import type { Address, PlannedResource } from './resources/planned';
import { isOfRegistry } from './resources/services';
import type { Reviewed } from './reviewed';

type ManagedOnce = Extract<PlannedResource['kind'], 'registry-policy' | 'replication'>;

/**
 * Returns the address of the resource that manages the registry policy or the replication configuration of a registry, before
 * or after the plans are applied, or undefined if no plan contains one.
 */
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
 * Returns the address that a finding about replication from one registry to another refers to: the replication configuration
 * of the source, or a resource of the destination if the plans do not contain the source. Undefined if they contain neither.
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

/** Drops all properties of a resource except its address. */
export function addressOf({ plan, address }: Address): Address {
  return { plan, address };
}
