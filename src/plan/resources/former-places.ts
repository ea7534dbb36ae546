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
 * Where a resource was that is gone from the configuration. No plan says what it was reached through. It was where the
 * repository is that it was attached to; else, where all that is possible agrees about the account, or about the Region,
 * it was that one.
 * @param attachedTo where the repositories are that it may have been attached to
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
    // IAM is of no Region: any of the account tells its partition.
    const [region] = sortedUnique(inAccount.map((each) => each.region).filter(isRegionKnown));
    return { accountId, region: region ?? standInRegion(whose) };
  }
  const possible = inAccount.filter((each) => mayHold(each, values));
  return {
    accountId,
    region: onlyOne(possible.map(({ region }) => region)) ?? standInRegion(whose),
  };
}

/** An account that nobody knows may be any. */
function mayBe(accountId: AccountId, told: AccountId | undefined): boolean {
  return told === undefined || accountId === told || !isAccountId(accountId);
}

/** Whether a registry may be the one that something of ECR was in. */
function mayHold(registry: RegistryId, values: JsonObject | undefined): boolean {
  // A registry does not replicate to itself.
  const isDestination = itemsAt(values, 'replication_configuration', 0, 'rule')
    .flatMap((rule) => itemsAt(rule, 'destination'))
    .some(
      (to) => `${textAt(to, 'registry_id') ?? ''}/${textAt(to, 'region') ?? ''}` === registryKey(registry),
    );
  // Nor does its policy name repositories of another.
  const regions = regionsNamed(textAt(values, 'policy') ?? '');
  return (
    !isDestination && (regions.size === 0 || !isRegionKnown(registry.region) || regions.has(registry.region))
  );
}

/** The Regions of the repositories that a policy names by their ARNs. */
function regionsNamed(policy: string): ReadonlySet<string> {
  return new Set(
    [...policy.matchAll(/:ecr:([a-z0-9-]+):[0-9]{12}:repository\//g)].map(([, found = '']) => found),
  );
}

function onlyOne<Text extends string>(texts: readonly Text[]): Text | undefined {
  const [first, ...others] = texts;
  return others.every((other) => other === first) ? first : undefined;
}

/** The repositories that a policy may have been attached to: of those that it depended on, the ones of that name. */
export function formerRepositories(
  plan: PlanDocument,
  { address }: ResourceChange,
  values: JsonObject | undefined,
): readonly ResourceChange[] {
  const name = textAt(values, 'repository') ?? '';
  const dependencies = plan.dependencies.get(address) ?? [];
  return dependencies.flatMap((dependency) => repositoriesOf(plan).get(`${dependency} ${name}`) ?? []);
}

/** A plan never changes, so its repositories are put in order once, if at all. */
const REPOSITORIES = new WeakMap<PlanDocument, ReadonlyMap<string, readonly ResourceChange[]>>();

/** By their resource, as a state names it, and by their name. */
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
