import { isAccountId, type AccountId, type Region, type RegistryId } from '../../registry';
import type { Json, JsonObject, PlanDocument, ResourceChange } from '../document';
import { Configuration, type ConfiguredResource } from './configuration';
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
  const seen = seenThrough(plan, configuration);
  const keys = new Set([...configuration.providerKeys(), ...seen.keys(), 'aws']);
  const providers = [...keys].map((key): Provider => ({
    key,
    credentials: credentialsOf(plan, configuration, key, isOneOfMany),
    account: seen.get(key)?.account ?? statedAccount(configuration, key),
    region: statedRegion(configuration, key) ?? seen.get(key)?.region,
  }));
  return { plan, configuration, providers };
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
  { configuration, providers }: PlacedPlan,
  change: Pick<ResourceChange, 'moduleAddress' | 'mode' | 'type' | 'name'>,
  values: JsonObject | undefined,
): RegistryId {
  const resource = configuration.resource(change.moduleAddress, change.mode, change.type, change.name);
  const key = resource?.provider ?? 'aws';
  const provider = providers.get(key) ?? unknownPlace(key);
  const { account = provider.accountId, region = provider.region } = placeIn(change.type, values);
  // Mostly the same object, of which a large plan then has one.
  return account === provider.accountId && region === provider.region
    ? provider
    : { accountId: account, region };
}

/** The account that a resource or data source is read through. */
export function accountOf({ providers }: PlacedPlan, resource: ConfiguredResource): AccountId {
  return (providers.get(resource.provider) ?? unknownPlace(resource.provider)).accountId;
}

/** The Region likewise. */
export function regionOf({ providers }: PlacedPlan, resource: ConfiguredResource): Region {
  return (providers.get(resource.provider) ?? unknownPlace(resource.provider)).region;
}

/** Where the plan of something that is gone from the configuration tells nothing. */
function unknownPlace(key: string): RegistryId {
  return { accountId: standInAccount(`provider ${key}`), region: standInRegion(key) };
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

/** What values that were read through each provider tell. */
function seenThrough(plan: PlanDocument, configuration: Configuration): ReadonlyMap<string, Seen> {
  const found = new Map<string, Seen>();
  const note = (
    item: Pick<ResourceChange, 'moduleAddress' | 'type' | 'name'>,
    mode: 'data' | 'managed',
    seen: Seen,
  ) => {
    if (seen.account === undefined && seen.region === undefined) return;
    const key = configuration.resource(item.moduleAddress, mode, item.type, item.name)?.provider;
    if (key === undefined) return;
    const known = found.get(key);
    found.set(key, { account: known?.account ?? seen.account, region: known?.region ?? seen.region });
  };
  for (const item of plan.data) note(item, 'data', placeIn(item.type, item.values));
  for (const change of plan.changes) {
    const values = change.before ?? change.after;
    // From version 6 a resource may be in another Region than its provider.
    const { account, region } = placeIn(change.type, values);
    note(change, change.mode, { account, region: at(values, 'region') === undefined ? region : undefined });
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
  const [, , , arnRegion, arnAccount] = (textAt(values, 'arn') ?? '').split(':');
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
