import {
  grouped,
  isAccountId,
  registryKey,
  sortedUnique,
  type AccountId,
  type RegistryId,
} from '../../registry';
import type { JsonObject, PlanDocument, ResourceChange } from '../document';
import { withoutIndexes } from './address-indexes';
import { itemsAt, textAt } from './json';
import { formerProviderOf, isRegionKnown, standInAccount, standInRegion } from './stand-ins';
import type { ToldPlace } from './told-places';
import type { WrittenChange } from './written-change';

/**
 * Returns the registry of a resource that was removed from the configuration. A plan does not contain the provider of such a
 * resource. A policy is in the registry of its repository. Otherwise, the account or Region is known if all providers that the
 * resource may have had agree.
 * @param repositoryRegistries registries of the repositories that the resource may have been attached to
 */
export function formerPlace(
  { placed, change }: WrittenChange,
  told: ToldPlace,
  values: JsonObject | undefined,
  attachedTo: readonly RegistryId[],
): RegistryId {
  const [attached, ...others] = attachedTo.filter(({ accountId }) => mayBe(accountId, told.account));
  if (attached !== undefined && others.every((other) => registryKey(other) === registryKey(attached))) {
    return attached;
  }
  const whose = `${formerProviderOf(change.address)}${placed.inPlan}`;
  const inAccount = placed.formerly.filter(({ accountId }) => mayBe(accountId, told.account));
  const accountId = onlyOne(inAccount.map((each) => each.accountId)) ?? standInAccount(whose);
  if (change.type.startsWith('aws_iam_')) {
    // IAM has no Region. Any Region of the account determines the partition.
    const [region] = sortedUnique(inAccount.map((each) => each.region).filter(isRegionKnown));
    return { accountId, region: region ?? standInRegion(whose) };
  }
  const possible = inAccount.filter((each) => mayHold(each, values));
  return {
    accountId,
    region: onlyOne(possible.map(({ region }) => region)) ?? standInRegion(whose),
  };
}

/** An unknown account may be any account. */
function mayBe(accountId: AccountId, told: AccountId | undefined): boolean {
  return told === undefined || accountId === told || !isAccountId(accountId);
}

/** Whether a resource of ECR may have been in a registry. */
function mayHold(registry: RegistryId, values: JsonObject | undefined): boolean {
  // A registry does not replicate to itself.
  const isDestination = itemsAt(values, 'replication_configuration', 0, 'rule')
    .flatMap((rule) => itemsAt(rule, 'destination'))
    .some(
      (to) => `${textAt(to, 'registry_id') ?? ''}/${textAt(to, 'region') ?? ''}` === registryKey(registry),
    );
  // A registry policy contains only ARNs of its own registry.
  const regions = regionsNamed(textAt(values, 'policy') ?? '');
  return (
    !isDestination && (regions.size === 0 || !isRegionKnown(registry.region) || regions.has(registry.region))
  );
}

/** Returns the Regions of the repository ARNs in a policy. */
function regionsNamed(policy: string): ReadonlySet<string> {
  return new Set(
    [...policy.matchAll(/:ecr:([a-z0-9-]+):[0-9]{12}:repository\//g)].map(([, found = '']) => found),
  );
}

function onlyOne<Text extends string>(texts: readonly Text[]): Text | undefined {
  const [first, ...others] = texts;
  return others.every((other) => other === first) ? first : undefined;
}

/** Returns the repositories that a policy may have been attached to: dependencies in the state with the name in the policy. */
export function formerRepositories(
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
    grouped(
      plan.changes.filter(({ type }) => type === 'aws_ecr_repository'),
      ({ address, before, after }) => `${withoutIndexes(address)} ${textAt(before ?? after, 'name') ?? ''}`,
    );
  REPOSITORIES.set(plan, known);
  return known;
}
