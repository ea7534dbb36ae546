import type { RegistryId } from '../../aws/arn';
import type { AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import type { JsonObject } from '../model/document';
import { placeholderAccount, placeholderRegion } from '../model/values.stand-ins';
import type { ConfiguredResource } from './configuration';
import { toConfiguredChange, type ConfiguredChange } from './configured-change';
import { ownRegion, type LocatedPlan } from './providers';
import { locationInValues, toRegion } from './providers.told-places';
import { locateRemovedResource, repositoriesOfRemovedPolicy } from './resource-registry.former-places';

/** Returns the registry of a resource, by its own values first, then by its provider. */
export function locateResource(configured: ConfiguredChange, values: JsonObject | undefined): RegistryId {
  const { located, change, resource } = configured;
  const known = locationInValues(change.type, values);
  const provider =
    resource === undefined
      ? locateRemovedResource(configured, known, values, repositoryRegistries(configured, values))
      : registryOfProvider(located, resource.provider);
  const { account = provider.accountId, region = provider.region } = known;
  // Sharing the object of the provider saves memory in large plans.
  return account === provider.accountId && region === provider.region
    ? provider
    : { accountId: account, region };
}

/** Returns the registries of the repositories that a removed policy may have been attached to. */
function repositoryRegistries(
  { located, change }: ConfiguredChange,
  values: JsonObject | undefined,
): readonly RegistryId[] {
  return repositoriesOfRemovedPolicy(located.plan, change, values).map((repository) =>
    locateResource(toConfiguredChange(located, repository), repository.before ?? repository.after),
  );
}

function registryOfProvider({ providers, planSuffix }: LocatedPlan, key: string): RegistryId {
  return (
    providers.get(key) ?? {
      accountId: placeholderAccount(`provider ${key}${planSuffix}`),
      region: placeholderRegion(`${key}${planSuffix}`),
    }
  );
}

/** Returns the account of the provider of a resource or data source. */
export function accountOf(located: LocatedPlan, resource: ConfiguredResource): AccountId {
  return registryOfProvider(located, resource.provider).accountId;
}

/** Returns the Region of a resource or data source: its own argument, otherwise that of its provider. Undefined if the argument is unknown. */
export function regionOf(located: LocatedPlan, resource: ConfiguredResource): Region | undefined {
  const own = ownRegion(resource);
  if (own === undefined) return registryOfProvider(located, resource.provider).region;
  const traced = located.configuration.trace(resource.module, own);
  return traced?.kind === 'value' ? toRegion(traced.value) : undefined;
}
