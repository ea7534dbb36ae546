import type { RegistryId } from '../../aws/arn';
import { isAccountId, type AccountId } from '../../aws/names';
import { isRegionKnown, type Region } from '../../aws/partitions';
import type { Json, JsonObject, PlanDocument, ResourceChange } from '../model/document';
import { at, entriesAt, itemsAt, placeholderAccount, placeholderRegion, textAt } from '../model/values';
import { Configuration, type ConfiguredResource } from './configuration';

/** A plan with its configuration and the registry that each provider reaches. */
export interface LocatedPlan {
  readonly plan: PlanDocument;
  readonly configuration: Configuration;
  /** The registry that each AWS provider reaches, by its key in `provider_config`. */
  readonly providers: ReadonlyMap<string, RegistryId>;
  /** Registries in which a resource that was removed from the configuration may be. */
  readonly possibleRegistries: readonly RegistryId[];
  /** ` in a.json`, appended to placeholders, because the same name in two plans is not the same object. Empty if there is one plan. */
  readonly planSuffix: string;
}

/**
 * Finds the account and Region of each provider of each plan: by its arguments (`allowed_account_ids`, `assume_role`,
 * `region`), or by values that were read with it (an ARN, a registry ID, `aws_caller_identity`). Providers with the same
 * credentials have the same account. An unknown account or Region is a placeholder.
 */
export function locatePlans(plans: readonly PlanDocument[]): readonly LocatedPlan[] {
  const each = plans.map((plan) => findProviders(plan, plans.length > 1 ? ` in ${plan.file}` : ''));
  const accounts = accountsByCredentials(each.flatMap(({ providers }) => providers));
  return each.map(({ plan, configuration, providers, planSuffix }) => {
    const withRegistries = providers.map((provider) => ({
      ...provider,
      id: registryReachedBy(provider, accounts, planSuffix),
    }));
    const inUse = withRegistries.filter(({ isInUse }) => isInUse);
    return {
      plan,
      configuration,
      providers: new Map(withRegistries.map(({ key, id }) => [key, id])),
      possibleRegistries: (inUse.length === 0 ? withRegistries : inUse).map(({ id }) => id),
      planSuffix,
    };
  });
}

/** A provider with the location that its own arguments and values show. */
interface Provider extends KnownLocation {
  readonly key: string;
  readonly isInUse: boolean;
  readonly credentials: string;
}

function registryReachedBy(
  { key, credentials, account, region }: Provider,
  accounts: ReadonlyMap<string, AccountId>,
  planSuffix: string,
): RegistryId {
  return {
    accountId: account ?? accounts.get(credentials) ?? placeholderAccount(credentials),
    region: region ?? placeholderRegion(`${key}${planSuffix}`),
  };
}

function findProviders(plan: PlanDocument, planSuffix: string) {
  const configuration = new Configuration(plan);
  const configured = configuration.awsProviders().map(({ key, isInUse }) => ({
    key,
    isInUse,
    credentials: credentialsOf(configuration, key, planSuffix),
    location: locationInArguments(configuration, key, (expression) => at(expression, 'constant_value')),
  }));
  const incomplete = configured.filter(({ location }) => !isComplete(location)).map(({ key }) => key);
  const known = locationsInValues(plan, configuration, new Set(incomplete));
  const providers = configured.map(({ location, ...rest }): Provider => {
    // Variables come last: a plan contains the references of an expression, but not the expression itself.
    const fromVariables = isComplete(location) ? undefined : locationFromVariables(configuration, rest.key);
    return { ...rest, ...firstKnown(location, known.get(rest.key), fromVariables) };
  });
  return { plan, configuration, providers, planSuffix };
}

/** Returns the account by credentials. Omits credentials for which two providers disagree. */
function accountsByCredentials(providers: readonly Provider[]): ReadonlyMap<string, AccountId> {
  const found = new Map<string, AccountId>();
  const conflicting = new Set<string>();
  for (const { credentials, account } of providers) {
    if (account === undefined) continue;
    if ((found.get(credentials) ?? account) !== account) conflicting.add(credentials);
    found.set(credentials, account);
  }
  for (const credentials of conflicting) found.delete(credentials);
  return found;
}

/** @param valueOf returns the value of an expression, or undefined if it is unknown */
function locationInArguments(
  configuration: Configuration,
  key: string,
  valueOf: (expression: Json | undefined) => Json | undefined,
): KnownLocation {
  const configured = at(configuration.provider(key), 'expressions');
  // Roles may be chained. The provider uses the last one.
  const role =
    itemsAt(configured, 'assume_role').at(-1) ?? itemsAt(configured, 'assume_role_with_web_identity').at(-1);
  return {
    account:
      singleAccount(valueOf(at(configured, 'allowed_account_ids'))) ??
      accountOfRole(valueOf(at(role, 'role_arn'))),
    region: toRegion(valueOf(at(configured, 'region'))),
  };
}

function locationFromVariables(configuration: Configuration, key: string): KnownLocation | undefined {
  const module = configuration.module(textAt(configuration.provider(key), 'module_address') ?? '');
  if (module === undefined) return undefined;
  return locationInArguments(configuration, key, (expression) => {
    const traced = configuration.trace(module, expression);
    return traced?.kind === 'value' ? traced.value : undefined;
  });
}

/** For `[var.account_id]`, a plan contains only the reference, so the value may be the account itself instead of a list. */
function singleAccount(value: Json | undefined): AccountId | undefined {
  const [only, ...others] = typeof value === 'string' ? [value] : itemsAt(value);
  return others.length === 0 ? toAccountId(only) : undefined;
}

/** For `"arn:aws:iam::${var.account_id}:role/deploy"`, a plan contains only the reference, so the value may be the account. */
function accountOfRole(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string'
    ? toAccountId(value.split(':').at(value.includes(':') ? 4 : 0))
    : undefined;
}

/** Returns the locations of providers by the values that were read with them. Stops when no provider in `unresolved` is left. */
function locationsInValues(
  plan: PlanDocument,
  configuration: Configuration,
  unresolved: Set<string>,
): ReadonlyMap<string, KnownLocation> {
  const found = new Map<string, KnownLocation>();
  const record = (
    { moduleAddress, type, name }: Pick<ResourceChange, 'moduleAddress' | 'name' | 'type'>,
    mode: 'data' | 'managed',
    values: ResourceChange['after'],
  ) => {
    const resource = configuration.resource(moduleAddress, mode, type, name);
    if (resource === undefined || !unresolved.has(resource.provider)) return;
    const location = locationInValues(type, values);
    // From version 6, a resource may be in another Region than its provider.
    const isInOwnRegion =
      mode === 'managed' ? at(values, 'region') !== undefined : ownRegion(resource) !== undefined;
    const known = firstKnown(
      found.get(resource.provider),
      isInOwnRegion ? { ...location, region: undefined } : location,
    );
    found.set(resource.provider, known);
    if (isComplete(known)) unresolved.delete(resource.provider);
  };
  if (unresolved.size === 0) return found;
  for (const item of plan.data) record(item, 'data', item.values);
  for (const change of plan.changes) {
    if (unresolved.size === 0) break;
    record(change, change.mode, change.before ?? change.after);
  }
  return found;
}

/**
 * Returns the argument by which a resource is in another Region than its provider, or undefined if there is none: `region` from
 * version 6. The data source `aws_region` also selects a Region by its name or its EC2 endpoint.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/region
 */
export function ownRegion({ type, expressions }: ConfiguredResource): Json | undefined {
  const region = at(expressions, 'region');
  if (region !== undefined || type !== 'aws_region') return region;
  return at(expressions, 'name') ?? at(expressions, 'endpoint');
}

/** Arguments that determine the credentials of a provider. */
const CREDENTIAL_ARGUMENTS = [
  'access_key',
  'assume_role',
  'assume_role_with_web_identity',
  'profile',
  'shared_config_files',
  'shared_credentials_files',
  'token',
];

/**
 * Returns a text that identifies the credentials of a provider. A profile is the same in all plans. The environment may differ,
 * because each plan may come from another job.
 */
function credentialsOf(configuration: Configuration, key: string, planSuffix: string): string {
  const configured = at(configuration.provider(key), 'expressions');
  const credentialArguments = entriesAt(configured).filter(([name]) => CREDENTIAL_ARGUMENTS.includes(name));
  // Only a constant: "${var.team}-develop" and "${var.team}-production" have the same reference, but are different profiles.
  const profile = textAt(configured, 'profile', 'constant_value');
  if (credentialArguments.length === 1 && profile !== undefined) return `profile '${profile}'`;
  return credentialArguments.length === 0
    ? `the default credentials${planSuffix}`
    : `provider ${key}${planSuffix}`;
}

/** An account and a Region, each undefined if unknown. */
export interface KnownLocation {
  readonly account: AccountId | undefined;
  readonly region: Region | undefined;
}

const UNKNOWN_LOCATION: KnownLocation = { account: undefined, region: undefined };

/** Returns the account and Region in the values of a resource or data source. */
export function locationInValues(type: string, values: JsonObject | undefined): KnownLocation {
  if (type === 'aws_caller_identity') {
    return { ...UNKNOWN_LOCATION, account: toAccountId(at(values, 'account_id')) };
  }
  if (type === 'aws_region') {
    // The attribute is `name` until version 5, and `region` from version 6.
    return { ...UNKNOWN_LOCATION, region: toRegion(at(values, 'region')) ?? toRegion(at(values, 'name')) };
  }
  if (!['aws_ecr_', 'aws_iam_', 'aws_inspector2_'].some((start) => type.startsWith(start))) {
    return UNKNOWN_LOCATION;
  }
  const [, , , arnRegion, arnAccount] = (textAt(values, 'arn') ?? '').split(':', 5);
  return {
    account: toAccountId(at(values, 'registry_id')) ?? toAccountId(arnAccount),
    region: toRegion(at(values, 'region')) ?? toRegion(arnRegion),
  };
}

/** Returns the first known account and the first known Region. */
function firstKnown(...locations: readonly (KnownLocation | undefined)[]): KnownLocation {
  return {
    account: locations.find((location) => location?.account !== undefined)?.account,
    region: locations.find((location) => location?.region !== undefined)?.region,
  };
}

function isComplete({ account, region }: KnownLocation): boolean {
  return account !== undefined && region !== undefined;
}

export function toAccountId(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string' && isAccountId(value) ? value : undefined;
}

export function toRegion(value: Json | undefined): Region | undefined {
  return typeof value === 'string' && isRegionKnown(value) ? value : undefined;
}
