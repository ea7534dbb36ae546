import { registryKey, type RegistryId } from '../../aws/arn';
import type { Address, PlannedResource } from '../../plan/model/planned-resource';
import { isRegistryResource } from '../../plan/model/planned-resource.services';
import type { PlanReview } from '../../plan/review/review.reviewed';

type SingletonKind = Extract<PlannedResource['kind'], 'registry-policy' | 'replication'>;

/**
 * Returns the address of the resource that manages the registry policy or the replication configuration of a registry, before
 * or after the plans are applied, or undefined if no plan contains one.
 */
export function findSingletonAddress(
  { resources }: PlanReview,
  kind: SingletonKind,
  registry: RegistryId,
  when: 'after' | 'before',
): Address | undefined {
  const key = registryKey(registry);
  const resource = resources.find((each) => {
    const values = each[when];
    return each.kind === kind && values !== undefined && registryKey(values.registry) === key;
  });
  return resource === undefined ? undefined : addressOf(resource);
}

/**
 * Returns the address that a finding about replication from one registry to another refers to: the replication configuration
 * of the source, or a resource of the destination if the plans do not contain the source. Undefined if they contain neither.
 */
export function findReplicationAddress(
  reviewed: PlanReview,
  from: RegistryId,
  to: RegistryId,
): Address | undefined {
  return (
    findSingletonAddress(reviewed, 'replication', from, 'after') ??
    findSingletonAddress(reviewed, 'registry-policy', to, 'after') ??
    findSingletonAddress(reviewed, 'registry-policy', to, 'before') ??
    findAnyAddress(reviewed, to)
  );
}

function findAnyAddress({ resources }: PlanReview, registry: RegistryId): Address | undefined {
  const key = registryKey(registry);
  const resource = resources.find((resource) => {
    const values = resource.after ?? resource.before;
    return values !== undefined && isRegistryResource(resource) && registryKey(values.registry) === key;
  });
  return resource === undefined ? undefined : addressOf(resource);
}

/** Drops all properties of a resource except its address. */
export function addressOf({ plan, address }: Address): Address {
  return { plan, address };
}
