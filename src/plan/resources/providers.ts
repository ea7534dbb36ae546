import type { AccountId, RegistryId } from '../../registry';
import type { Json, PlanDocument, ResourceChange } from '../document';
import { Configuration, type ConfiguredResource } from './configuration';
import { at, entriesAt, itemsAt, textAt } from './json';
import { standInAccount, standInRegion } from './stand-ins';
import { accountIn, firstTold, isWhole, placeInValues, regionIn, type ToldPlace } from './told-places';

/** A plan with its configuration and the registry that each provider reaches. */
export interface PlacedPlan {
  readonly plan: PlanDocument;
  readonly configuration: Configuration;
  /** The registry that each AWS provider reaches, by its key in `provider_config`. */
  readonly providers: ReadonlyMap<string, RegistryId>;
  /** Registries in which a resource that was removed from the configuration may be. */
  readonly formerly: readonly RegistryId[];
  /** ` in a.json`, appended to placeholders, because the same name in two plans is not the same object. Empty if there is one plan. */
  readonly inPlan: string;
}

/**
 * Finds the account and Region of each provider of each plan: by its arguments (`allowed_account_ids`, `assume_role`,
 * `region`), or by values that were read with it (an ARN, a registry ID, `aws_caller_identity`). Providers with the same
 * credentials have the same account. An unknown account or Region is a placeholder.
 */
export function placedPlans(plans: readonly PlanDocument[]): readonly PlacedPlan[] {
  const each = plans.map((plan) => providersOf(plan, plans.length > 1 ? ` in ${plan.file}` : ''));
  const accounts = accountsByCredentials(each.flatMap(({ providers }) => providers));
  return each.map(({ plan, configuration, providers, inPlan }) => {
    const reached = providers.map((provider) => ({ ...provider, id: reach(provider, accounts, inPlan) }));
    const inUse = reached.filter(({ isInUse }) => isInUse);
    return {
      plan,
      configuration,
      providers: new Map(reached.map(({ key, id }) => [key, id])),
      formerly: (inUse.length === 0 ? reached : inUse).map(({ id }) => id),
      inPlan,
    };
  });
}

/** A provider with the location that its own arguments and values show. */
interface Provider extends ToldPlace {
  readonly key: string;
  readonly isInUse: boolean;
  readonly credentials: string;
}

function reach(
  { key, credentials, account, region }: Provider,
  accounts: ReadonlyMap<string, AccountId>,
  inPlan: string,
): RegistryId {
  return {
    accountId: account ?? accounts.get(credentials) ?? standInAccount(credentials),
    region: region ?? standInRegion(`${key}${inPlan}`),
  };
}

function providersOf(plan: PlanDocument, inPlan: string) {
  const configuration = new Configuration(plan);
  const written = configuration.awsProviders().map(({ key, isInUse }) => ({
    key,
    isInUse,
    credentials: credentialsOf(configuration, key, inPlan),
    place: placeInArguments(configuration, key, (expression) => at(expression, 'constant_value')),
  }));
  const open = written.filter(({ place }) => !isWhole(place)).map(({ key }) => key);
  const seen = seenThrough(plan, configuration, new Set(open));
  const providers = written.map(({ place, ...rest }): Provider => {
    // Variables come last: a plan contains the references of an expression, but not the expression itself.
    const given = isWhole(place) ? undefined : placeGiven(configuration, rest.key);
    return { ...rest, ...firstTold(place, seen.get(rest.key), given) };
  });
  return { plan, configuration, providers, inPlan };
}

/** Returns the account by credentials. Omits credentials for which two providers disagree. */
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

/** @param valueOf returns the value of an expression, or undefined if it is unknown */
function placeInArguments(
  configuration: Configuration,
  key: string,
  valueOf: (expression: Json | undefined) => Json | undefined,
): ToldPlace {
  const written = at(configuration.provider(key), 'expressions');
  // Roles may be chained. The provider uses the last one.
  const role =
    itemsAt(written, 'assume_role').at(-1) ?? itemsAt(written, 'assume_role_with_web_identity').at(-1);
  return {
    account:
      onlyAccount(valueOf(at(written, 'allowed_account_ids'))) ??
      accountOfRole(valueOf(at(role, 'role_arn'))),
    region: regionIn(valueOf(at(written, 'region'))),
  };
}

function placeGiven(configuration: Configuration, key: string): ToldPlace | undefined {
  const module = configuration.module(textAt(configuration.provider(key), 'module_address') ?? '');
  if (module === undefined) return undefined;
  return placeInArguments(configuration, key, (expression) => {
    const traced = configuration.trace(module, expression);
    return traced?.kind === 'value' ? traced.value : undefined;
  });
}

/** For `[var.account_id]`, a plan contains only the reference, so the value may be the account itself instead of a list. */
function onlyAccount(value: Json | undefined): AccountId | undefined {
  const [only, ...others] = typeof value === 'string' ? [value] : itemsAt(value);
  return others.length === 0 ? accountIn(only) : undefined;
}

/** For `"arn:aws:iam::${var.account_id}:role/deploy"`, a plan contains only the reference, so the value may be the account. */
function accountOfRole(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string' ? accountIn(value.split(':').at(value.includes(':') ? 4 : 0)) : undefined;
}

/** Returns the locations of providers by the values that were read with them. Stops when no provider in `unresolved` is left. */
function seenThrough(
  plan: PlanDocument,
  configuration: Configuration,
  asked: Set<string>,
): ReadonlyMap<string, ToldPlace> {
  const found = new Map<string, ToldPlace>();
  const note = (
    { moduleAddress, type, name }: Pick<ResourceChange, 'moduleAddress' | 'name' | 'type'>,
    mode: 'data' | 'managed',
    values: ResourceChange['after'],
  ) => {
    const resource = configuration.resource(moduleAddress, mode, type, name);
    if (resource === undefined || !asked.has(resource.provider)) return;
    const told = placeInValues(type, values);
    // From version 6, a resource may be in another Region than its provider.
    const isElsewhere =
      mode === 'managed' ? at(values, 'region') !== undefined : ownRegion(resource) !== undefined;
    const seen = firstTold(found.get(resource.provider), isElsewhere ? { ...told, region: undefined } : told);
    found.set(resource.provider, seen);
    if (isWhole(seen)) asked.delete(resource.provider);
  };
  if (asked.size === 0) return found;
  for (const item of plan.data) note(item, 'data', item.values);
  for (const change of plan.changes) {
    if (asked.size === 0) break;
    note(change, change.mode, change.before ?? change.after);
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
 * Returns a text that identifies the credentials of a provider. A profile is the same in all plans. The environment may differ,
 * because each plan may come from another job.
 */
function credentialsOf(configuration: Configuration, key: string, inPlan: string): string {
  const written = at(configuration.provider(key), 'expressions');
  const named = entriesAt(written).filter(([name]) => CREDENTIALS.includes(name));
  // Only a constant: "${var.team}-develop" and "${var.team}-production" have the same reference, but are different profiles.
  const profile = textAt(written, 'profile', 'constant_value');
  if (named.length === 1 && profile !== undefined) return `profile '${profile}'`;
  return named.length === 0 ? `the credentials of the environment${inPlan}` : `provider ${key}${inPlan}`;
}
