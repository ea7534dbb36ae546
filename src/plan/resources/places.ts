import type { AccountId, Region, RegistryId } from '../../registry';
import type { JsonObject } from '../document';
import type { ConfiguredResource } from './configuration';
import { formerPlace, formerRepositories } from './former-places';
import { ownRegion, type PlacedPlan } from './providers';
import { standInAccount, standInRegion } from './stand-ins';
import { placeInValues, regionIn } from './told-places';
import { writtenChange, type WrittenChange } from './written-change';

/** The registry that a resource is in, before or after: its own values tell first, then its provider. */
export function placeOf(written: WrittenChange, values: JsonObject | undefined): RegistryId {
  const { placed, change, resource } = written;
  const told = placeInValues(change.type, values);
  const provider =
    resource === undefined
      ? formerPlace(written, told, values, repositoryPlaces(written, values))
      : reached(placed, resource.provider);
  const { account = provider.accountId, region = provider.region } = told;
  // Mostly the same object, of which a large plan then has one.
  return account === provider.accountId && region === provider.region
    ? provider
    : { accountId: account, region };
}

/** Where the repositories are that something may have been attached to. */
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

/** The account that a resource or data source is read through. */
export function accountOf(placed: PlacedPlan, resource: ConfiguredResource): AccountId {
  return reached(placed, resource.provider).accountId;
}

/** The Region that it is in: its provider's, if it is told none. Undefined where it is told one that nobody knows. */
export function regionOf(placed: PlacedPlan, resource: ConfiguredResource): Region | undefined {
  const own = ownRegion(resource);
  if (own === undefined) return reached(placed, resource.provider).region;
  const traced = placed.configuration.trace(resource.module, own);
  return traced?.kind === 'value' ? regionIn(traced.value) : undefined;
}
