import type { AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { groupBy, memoize } from '../../base/collections';
import { withoutIndexes } from '../model/addresses';
import { itemsAt, textAt } from '../model/values';
import { locationInValues, toAccountId, toRegion, type KnownLocation } from '../locate/providers';
import type { StateInstance } from './state-document';

/** An instance with its account and Region, each undefined if the state does not show it. */
export interface LocatedInstance extends KnownLocation {
  readonly instance: StateInstance;
}

/**
 * Finds the account and Region of each instance, because a state contains no configuration of providers. In this order: its own
 * attributes, the repository that a policy is attached to, the ARNs in a registry policy, the other instances of the same
 * provider. From version 6 of the provider, resources have their Region as an attribute. Version 5 stores it only in ARNs, and
 * only state files name the provider of a resource.
 */
export function locateInstances(instances: readonly StateInstance[]): readonly LocatedInstance[] {
  const own = instances.map((instance): LocatedInstance => ({ instance, ...ownLocation(instance) }));
  const repositories = groupBy(
    own.filter(({ instance }) => instance.type === 'aws_ecr_repository'),
    ({ instance }) => textAt(instance.values, 'name') ?? '',
  );
  const attached = own.map((each) => locateAttached(each, repositories));
  const byProvider = groupBy(attached, ({ instance }) => instance.provider);
  const commonOf = memoize((provider: string | undefined) =>
    // Two instances without a known provider may have different ones.
    provider === undefined ? NOWHERE : common(byProvider.get(provider) ?? []),
  );
  return attached.map(({ instance, account, region }) => ({
    instance,
    account: account ?? commonOf(instance.provider).account,
    region: region ?? commonOf(instance.provider).region,
  }));
}

const NOWHERE: KnownLocation = { account: undefined, region: undefined };

function ownLocation({ type, values }: StateInstance): KnownLocation {
  const { account, region } = locationInValues(type, values);
  switch (type) {
    case 'aws_ecr_registry_policy':
      return { account, region: region ?? regionInPolicy(textAt(values, 'policy') ?? '') };
    case 'aws_inspector2_enabler':
      return { account: account ?? onlyOf(itemsAt(values, 'account_ids').map(toAccountId)), region };
    default:
      return { account, region };
  }
}

/** A registry policy contains only ARNs of its own registry. */
function regionInPolicy(policy: string): Region | undefined {
  const found = [...policy.matchAll(/:ecr:([a-z0-9-]+):[0-9]{12}:repository\//g)];
  return onlyOf(found.map(([, region]) => toRegion(region)));
}

/** A policy is in the registry of its repository: one that it depends on, otherwise the only one of that name. */
function locateAttached(
  located: LocatedInstance,
  repositories: ReadonlyMap<string, readonly LocatedInstance[]>,
): LocatedInstance {
  const { instance, account, region } = located;
  const name = textAt(instance.values, 'repository');
  if (region !== undefined || name === undefined) return located;
  const sameName = (repositories.get(name) ?? []).filter(
    (each) => account === undefined || each.account === account,
  );
  const depended = sameName.filter(({ instance: { address } }) =>
    instance.dependencies.includes(withoutIndexes(address)),
  );
  const found = common(depended.length > 0 ? depended : sameName);
  return { instance, account: account ?? found.account, region: found.region };
}

/** Returns the account and the Region that all instances with a known one have. */
function common(located: readonly KnownLocation[]): KnownLocation {
  const known = <Value>(values: readonly (Value | undefined)[]) =>
    onlyOf(values.filter((each) => each !== undefined));
  return {
    account: known<AccountId>(located.map(({ account }) => account)),
    region: known<Region>(located.map(({ region }) => region)),
  };
}

function onlyOf<Value>(values: readonly Value[]): Value | undefined {
  const [first, ...others] = values;
  return others.every((each) => each === first) ? first : undefined;
}
