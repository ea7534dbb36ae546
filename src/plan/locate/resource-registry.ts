import { registryKey, type RegistryId } from '../../aws/arn';
import { isAccountId, type AccountId, type UnknownAccount } from '../../aws/names';
import { isRegionKnown, type Region, type UnknownRegion } from '../../aws/partitions';
import { groupBy, sortedUnique } from '../../base/collections';
import { withoutIndexes } from '../model/addresses';
import type { JsonObject, PlanDocument, ResourceChange } from '../model/document';
import { itemsAt, placeholderAccount, placeholderRegion, previousProviderOf, textAt } from '../model/values';
import type { ConfiguredResource } from './configuration';
import { toConfiguredChange, type ConfiguredChange } from './configured-change';
import { locationInValues, ownRegion, toRegion, type KnownLocation, type LocatedPlan } from './providers';

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
export function accountOf(located: LocatedPlan, resource: ConfiguredResource): AccountId | UnknownAccount {
  return registryOfProvider(located, resource.provider).accountId;
}

/** Returns the Region of a resource or data source: its own argument, otherwise that of its provider. Undefined if the argument is unknown. */
export function regionOf(
  located: LocatedPlan,
  resource: ConfiguredResource,
): Region | UnknownRegion | undefined {
  const own = ownRegion(resource);
  if (own === undefined) return registryOfProvider(located, resource.provider).region;
  const traced = located.configuration.trace(resource.module, own);
  return traced?.kind === 'value' ? toRegion(traced.value) : undefined;
}

/**
 * Returns the registry of a resource that was removed from the configuration. A plan does not contain the provider of such a
 * resource. A policy is in the registry of its repository. Otherwise, the account or Region is known if all providers that the
 * resource may have had agree.
 * @param repositoryRegistries registries of the repositories that the resource may have been attached to
 */
function locateRemovedResource(
  { located, change }: ConfiguredChange,
  known: KnownLocation,
  values: JsonObject | undefined,
  repositoryRegistries: readonly RegistryId[],
): RegistryId {
  const [first, ...others] = repositoryRegistries.filter(({ accountId }) =>
    mayBeAccount(accountId, known.account),
  );
  if (first !== undefined && others.every((other) => registryKey(other) === registryKey(first))) {
    return first;
  }
  const owner = `${previousProviderOf(change.address)}${located.planSuffix}`;
  const inAccount = located.possibleRegistries.filter(({ accountId }) =>
    mayBeAccount(accountId, known.account),
  );
  const accountId = singleValue(inAccount.map((each) => each.accountId)) ?? placeholderAccount(owner);
  if (change.type.startsWith('aws_iam_')) {
    // IAM has no Region. Any Region of the account determines the partition.
    const [region] = sortedUnique(inAccount.map((each) => each.region).filter(isRegionKnown));
    return { accountId, region: region ?? placeholderRegion(owner) };
  }
  const possibleRegistries = inAccount.filter((each) => mayContain(each, values));
  return {
    accountId,
    region: singleValue(possibleRegistries.map(({ region }) => region)) ?? placeholderRegion(owner),
  };
}

/** An unknown account may be any account. */
function mayBeAccount(accountId: AccountId | UnknownAccount, known: AccountId | undefined): boolean {
  return known === undefined || accountId === known || !isAccountId(accountId);
}

/** Whether a resource of ECR may have been in a registry. */
function mayContain(registry: RegistryId, values: JsonObject | undefined): boolean {
  // A registry does not replicate to itself.
  const isDestination = itemsAt(values, 'replication_configuration', 0, 'rule')
    .flatMap((rule) => itemsAt(rule, 'destination'))
    .some(
      (to) => `${textAt(to, 'registry_id') ?? ''}/${textAt(to, 'region') ?? ''}` === registryKey(registry),
    );
  // A registry policy contains only ARNs of its own registry.
  const regions = regionsInPolicy(textAt(values, 'policy') ?? '');
  return (
    !isDestination && (regions.size === 0 || !isRegionKnown(registry.region) || regions.has(registry.region))
  );
}

/** Returns the Regions of the repository ARNs in a policy. */
function regionsInPolicy(policy: string): ReadonlySet<string> {
  return new Set(
    [...policy.matchAll(/:ecr:([a-z0-9-]+):[0-9]{12}:repository\//g)].map(([, found = '']) => found),
  );
}

function singleValue<Text extends string>(texts: readonly Text[]): Text | undefined {
  const [first, ...others] = texts;
  return others.every((other) => other === first) ? first : undefined;
}

/** Returns the repositories that a policy may have been attached to: dependencies in the state with the name in the policy. */
function repositoriesOfRemovedPolicy(
  plan: PlanDocument,
  { address }: ResourceChange,
  values: JsonObject | undefined,
): readonly ResourceChange[] {
  const name = textAt(values, 'repository') ?? '';
  const dependencies = plan.dependencies.get(address) ?? [];
  return dependencies.flatMap((dependency) => repositoriesOf(plan).get(`${dependency} ${name}`) ?? []);
}

/** Plans are immutable, so the index of each is built once. */
const REPOSITORIES = new WeakMap<PlanDocument, ReadonlyMap<string, readonly ResourceChange[]>>();

/** By the address without instance keys, as in a state, and by name. */
function repositoriesOf(plan: PlanDocument): ReadonlyMap<string, readonly ResourceChange[]> {
  const known =
    REPOSITORIES.get(plan) ??
    groupBy(
      plan.changes.filter(({ type }) => type === 'aws_ecr_repository'),
      ({ address, before, after }) => `${withoutIndexes(address)} ${textAt(before ?? after, 'name') ?? ''}`,
    );
  REPOSITORIES.set(plan, known);
  return known;
}
