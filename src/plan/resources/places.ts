import type { AccountId, Region, RegistryId } from '../../registry';
import type { JsonObject } from '../document';
import type { ConfiguredResource } from './configuration';
import { formerPlace, formerRepositories } from './former-places';
import { ownRegion, type PlacedPlan } from './providers';
import { standInAccount, standInRegion } from './stand-ins';
import { placeInValues, regionIn } from './told-places';
import { writtenChange, type WrittenChange } from './written-change';

/** Returns the registry of a resource, by its own values first, then by its provider. */
export function placeOf(written: WrittenChange, values: JsonObject | undefined): RegistryId {
  const { placed, change, resource } = written;
  const told = placeInValues(change.type, values);
  const provider =
    resource === undefined
      ? formerPlace(written, told, values, repositoryPlaces(written, values))
      : reached(placed, resource.provider);
  const { account = provider.accountId, region = provider.region } = told;
  // Sharing the object of the provider saves memory in large plans.
  return account === provider.accountId && region === provider.region
    ? provider
    : { accountId: account, region };
}

/** Returns the registries of the repositories that a removed policy may have been attached to. */
function repositoryPlaces(
  { placed, change }: WrittenChange,
  values: JsonObject | undefined,
): readonly RegistryId[] {
  return formerRepositories(placed.plan, change, values).map((repository) =>
    placeOf(writtenChange(placed, repository), repository.before ?? repository.after),
  );
}

function reached({ providers, inPlan }: PlacedPlan, key: string): RegistryId {
  return (
    providers.get(key) ?? {
      accountId: standInAccount(`provider ${key}${inPlan}`),
      region: standInRegion(`${key}${inPlan}`),
    }
  );
}

/** Returns the account of the provider of a resource or data source. */
export function accountOf(placed: PlacedPlan, resource: ConfiguredResource): AccountId {
  return reached(placed, resource.provider).accountId;
}

/** Returns the Region of a resource or data source: its own argument, otherwise that of its provider. Undefined if the argument is unknown. */
export function regionOf(placed: PlacedPlan, resource: ConfiguredResource): Region | undefined {
  const own = ownRegion(resource);
  if (own === undefined) return reached(placed, resource.provider).region;
  const traced = placed.configuration.trace(resource.module, own);
  return traced?.kind === 'value' ? regionIn(traced.value) : undefined;
}
