import { isAccountId, registryKey, type AccountId, type Region, type RegistryId } from '../../registry';
import type { Json, JsonObject, PlanDocument, ResourceChange } from '../document';
import { Configuration, type ConfiguredResource } from './configuration';
import type { WrittenChange } from './written-change';
import { at, entriesAt, itemsAt, textAt } from './json';

/** One plan with its configuration, and what its providers are known to reach. */
export interface PlacedPlan {
  readonly plan: PlanDocument;
  readonly configuration: Configuration;
  readonly providers: ReadonlyMap<string, RegistryId>;
}

/**
 * Finds out which account and Region each provider of each plan reaches: what was read through it says so (an ARN, a
 * registry id, `aws_caller_identity`), or its own arguments (`allowed_account_ids`, `assume_role`, `region`). Providers with
 * the same credentials reach the same account. What nothing tells is a text that says so.
 */
export function placedPlans(plans: readonly PlanDocument[]): readonly PlacedPlan[] {
  const each = plans.map((plan) => providersOf(plan, plans.length > 1));
  const accounts = accountsByCredentials(each.flatMap(({ providers }) => providers));
  return each.map(({ plan, configuration, providers }) => ({
    plan,
    configuration,
    providers: new Map(
      providers.map(({ key, credentials, account, region }) => [
        key,
        {
          accountId: account ?? accounts.get(credentials) ?? standInAccount(credentials),
          region: region ?? standInRegion(key),
        },
      ]),
    ),
  }));
}

/** A provider, with what is known of it alone. */
interface Provider {
  readonly key: string;
  readonly credentials: string;
  readonly account: AccountId | undefined;
  readonly region: Region | undefined;
}

function providersOf(plan: PlanDocument, isOneOfMany: boolean) {
  const configuration = new Configuration(plan);
  const stated = configuration.providerKeys().map((key): Provider => ({
    key,
    credentials: credentialsOf(plan, configuration, key, isOneOfMany),
    account: statedAccount(configuration, key),
    region: statedRegion(configuration, key),
  }));
  const seen = seenThrough(plan, configuration, new Set(stated.filter(isOpen).map(({ key }) => key)));
  const providers = stated.map((provider): Provider => ({
    ...provider,
    account: provider.account ?? seen.get(provider.key)?.account,
    region: provider.region ?? seen.get(provider.key)?.region,
  }));
  return { plan, configuration, providers };
}

function isOpen({ account, region }: Seen): boolean {
  return account === undefined || region === undefined;
}

/** The account that credentials lead to, where all that is known of them agrees. */
function accountsByCredentials(providers: readonly Provider[]): ReadonlyMap<string, AccountId> {
  const found = new Map<string, AccountId>();
  const disputed = new Set<string>();
  for (const { credentials, account } of providers) {
    if (account === undefined) continue;
    if ((found.get(credentials) ?? account) !== account) disputed.add(credentials);
    found.set(credentials, account);
  }
  for (const credentials of disputed) found.delete(credentials);
  return found;
}

/** The registry that a resource is in, before or after: its own values tell first, then its provider. */
export function placeOf(
  { placed, change, resource }: WrittenChange,
  values: JsonObject | undefined,
): RegistryId {
  const told = placeIn(change.type, values);
  const provider =
    resource === undefined
      ? formerProvider(placed, told.account, values)
      : reached(placed, resource.provider);
  const { account = provider.accountId, region = provider.region } = told;
  // Mostly the same object, of which a large plan then has one.
  return account === provider.accountId && region === provider.region
    ? provider
    : { accountId: account, region };
}

function reached({ providers }: PlacedPlan, key: string): RegistryId {
  return providers.get(key) ?? { accountId: standInAccount(`provider ${key}`), region: standInRegion(key) };
}

/**
 * What a resource was reached through that is gone from the configuration. No plan says it; where only one of the registries
 * that the providers reach is possible, it was that one.
 */
function formerProvider(
  { providers }: PlacedPlan,
  account: AccountId | undefined,
  values: JsonObject | undefined,
): RegistryId {
  // A registry does not replicate to itself.
  const destinations = itemsAt(values, 'replication_configuration', 0, 'rule')
    .flatMap((rule) => itemsAt(rule, 'destination'))
    .map((to) => `${textAt(to, 'registry_id') ?? ''}/${textAt(to, 'region') ?? ''}`);
  // Nor does its policy name repositories of another.
  const regions = regionsNamed(textAt(values, 'policy') ?? '');
  const [first, ...others] = [...providers.values()].filter(
    (each) =>
      (account === undefined || each.accountId === account) &&
      !destinations.includes(registryKey(each)) &&
      (regions.size === 0 || regions.has(each.region)),
  );
  const isOnly = others.every((other) => first !== undefined && registryKey(other) === registryKey(first));
  if (first !== undefined && isOnly) return first;
  const gone = 'a provider that is gone';
  return { accountId: account ?? standInAccount(gone), region: standInRegion(gone) };
}

/** The Regions of the repositories that a policy names by their ARNs. */
function regionsNamed(policy: string): ReadonlySet<string> {
  return new Set(
    [...policy.matchAll(/:ecr:([a-z0-9-]+):[0-9]{12}:repository\//g)].map(([, found = '']) => found),
  );
}

/** The account that a resource or data source is read through. */
export function accountOf(placed: PlacedPlan, resource: ConfiguredResource): AccountId {
  return reached(placed, resource.provider).accountId;
}

/** The Region likewise. */
export function regionOf(placed: PlacedPlan, resource: ConfiguredResource): Region {
  return reached(placed, resource.provider).region;
}

/** In place of 12 digits; `isAccountId` tells. A text that no account has, so that it equals nothing but itself. */
export function standInAccount(whose: string): AccountId {
  return `account of ${whose}` as AccountId;
}

/** In place of a Region; it is in no partition's table. */
export function standInRegion(provider: string): Region {
  return `region of ${provider}` as Region;
}

export function isStandInRegion(region: Region): boolean {
  return region.startsWith('region of ');
}

interface Seen {
  readonly account: AccountId | undefined;
  readonly region: Region | undefined;
}

/** What values that were read through providers tell of them: of those that are asked about, until all is told. */
function seenThrough(
  plan: PlanDocument,
  configuration: Configuration,
  asked: Set<string>,
): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>();
  const note = (
    item: Pick<ResourceChange, 'moduleAddress' | 'type' | 'name'>,
    mode: 'data' | 'managed',
    values: JsonObject | undefined,
  ) => {
    const key = configuration.resource(item.moduleAddress, mode, item.type, item.name)?.provider;
    if (key === undefined || !asked.has(key)) return;
    const known = found.get(key);
    const told = placeIn(item.type, values);
    // From version 6 a resource may be in another Region than its provider.
    const isElsewhere = mode === 'managed' && at(values, 'region') !== undefined;
    const seen = {
      account: known?.account ?? told.account,
      region: known?.region ?? (isElsewhere ? undefined : told.region),
    };
    found.set(key, seen);
    if (!isOpen(seen)) asked.delete(key);
  };
  for (const item of plan.data) note(item, 'data', item.values);
  for (const change of plan.changes) {
    if (asked.size === 0) break;
    note(change, change.mode, change.before ?? change.after);
  }
  return found;
}

/** What the values of one resource or data source tell of its account and Region. */
function placeIn(type: string, values: JsonObject | undefined): Seen {
  if (type === 'aws_caller_identity') {
    return { account: accountId(at(values, 'account_id')), region: undefined };
  }
  if (type === 'aws_region') {
    // `name` until version 5, `region` from version 6.
    return { account: undefined, region: region(at(values, 'region')) ?? region(at(values, 'name')) };
  }
  if (!type.startsWith('aws_ecr_')) return { account: undefined, region: undefined };
  const [, , , arnRegion, arnAccount] = (textAt(values, 'arn') ?? '').split(':', 5);
  return {
    account: accountId(at(values, 'registry_id')) ?? accountId(arnAccount),
    region: region(at(values, 'region')) ?? region(arnRegion),
  };
}

function accountId(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string' && isAccountId(value) ? value : undefined;
}

/** Any text that looks like one: AWS has new ones every year. */
function region(value: Json | undefined): Region | undefined {
  return typeof value === 'string' && /^[a-z]{2,8}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(value)
    ? (value as Region) // the pattern says what it is
    : undefined;
}

function statedAccount(configuration: Configuration, key: string): AccountId | undefined {
  const [allowed, ...others] = itemsAt(stated(configuration, key, 'allowed_account_ids'));
  if (others.length === 0 && accountId(allowed) !== undefined) return accountId(allowed);
  const [, , , , account] = (textAt(stated(configuration, key, 'assume_role', 0, 'role_arn')) ?? '').split(
    ':',
  );
  return accountId(account);
}

function statedRegion(configuration: Configuration, key: string): Region | undefined {
  return region(stated(configuration, key, 'region'));
}

/** The value of an argument of a provider, where it is written or given by a variable. */
function stated(
  configuration: Configuration,
  key: string,
  ...argument: readonly (string | number)[]
): Json | undefined {
  const provider = configuration.provider(key);
  const module = configuration.module(textAt(provider, 'module_address') ?? '');
  if (module === undefined) return undefined;
  const traced = configuration.trace(module, at(provider, 'expressions', ...argument));
  return traced?.kind === 'value' ? traced.value : undefined;
}

/** Arguments that say with whose credentials a provider works. */
const CREDENTIALS = [
  'access_key',
  'assume_role',
  'assume_role_with_web_identity',
  'profile',
  'shared_config_files',
  'shared_credentials_files',
  'token',
];

/**
 * One text for one set of credentials. A profile is the same wherever it is named; what the environment gives may be
 * another in each plan, as each may be made by another job.
 */
function credentialsOf(
  plan: PlanDocument,
  configuration: Configuration,
  key: string,
  isOneOfMany: boolean,
): string {
  const named = entriesAt(configuration.provider(key), 'expressions').filter(([name]) =>
    CREDENTIALS.includes(name),
  );
  const profile = stated(configuration, key, 'profile');
  if (named.length === 1 && typeof profile === 'string') return `profile '${profile}'`;
  const inPlan = isOneOfMany ? ` in ${plan.file}` : '';
  return named.length === 0 ? `the credentials of the environment${inPlan}` : `provider ${key}${inPlan}`;
}
