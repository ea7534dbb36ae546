import type { AccountId, RegistryId } from '../../registry';
import type { Json, PlanDocument, ResourceChange } from '../document';
import { Configuration, type ConfiguredResource } from './configuration';
import { at, entriesAt, itemsAt, textAt } from './json';
import { standInAccount, standInRegion } from './stand-ins';
import { accountIn, firstTold, isWhole, placeInValues, regionIn, type ToldPlace } from './told-places';

/** One plan with its configuration, and what its providers are known to reach. */
export interface PlacedPlan {
  readonly plan: PlanDocument;
  readonly configuration: Configuration;
  /** The providers of AWS, by their keys. */
  readonly providers: ReadonlyMap<string, RegistryId>;
  /** What a resource that is gone from the configuration may have been reached through. */
  readonly formerly: readonly RegistryId[];
  /**
   * `in a.json`, after a space, for stand-ins: what is called alike in two plans is not the same. Empty where there is
   * only one.
   */
  readonly inPlan: string;
}

/**
 * Finds out which account and Region each provider of each plan reaches: its own arguments say so (`allowed_account_ids`,
 * `assume_role`, `region`), or what was read through it (an ARN, a registry id, `aws_caller_identity`). Providers with
 * the same credentials reach the same account. What nothing tells is a text that says so.
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

/** A provider, with what is known of it alone. */
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
    // Last, what variables give: of an expression, a plan has what it refers to, and not what it makes of that.
    const given = isWhole(place) ? undefined : placeGiven(configuration, rest.key);
    return { ...rest, ...firstTold(place, seen.get(rest.key), given) };
  });
  return { plan, configuration, providers, inPlan };
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

/**
 * What the arguments of a provider tell.
 * @param valueOf the value of an expression, where it has one
 */
function placeInArguments(
  configuration: Configuration,
  key: string,
  valueOf: (expression: Json | undefined) => Json | undefined,
): ToldPlace {
  const written = at(configuration.provider(key), 'expressions');
  // One role may be assumed after the other; with the last of them, the provider works.
  const role =
    itemsAt(written, 'assume_role').at(-1) ?? itemsAt(written, 'assume_role_with_web_identity').at(-1);
  return {
    account:
      onlyAccount(valueOf(at(written, 'allowed_account_ids'))) ??
      accountOfRole(valueOf(at(role, 'role_arn'))),
    region: regionIn(valueOf(at(written, 'region'))),
  };
}

/** What they tell where variables give them. */
function placeGiven(configuration: Configuration, key: string): ToldPlace | undefined {
  const module = configuration.module(textAt(configuration.provider(key), 'module_address') ?? '');
  if (module === undefined) return undefined;
  return placeInArguments(configuration, key, (expression) => {
    const traced = configuration.trace(module, expression);
    return traced?.kind === 'value' ? traced.value : undefined;
  });
}

/** Of `[var.account_id]`, a plan has the reference alone, so the value is the account and not the list. */
function onlyAccount(value: Json | undefined): AccountId | undefined {
  const [only, ...others] = typeof value === 'string' ? [value] : itemsAt(value);
  return others.length === 0 ? accountIn(only) : undefined;
}

/** Of `"arn:aws:iam::${var.account_id}:role/deploy"` likewise. */
function accountOfRole(value: Json | undefined): AccountId | undefined {
  return typeof value === 'string' ? accountIn(value.split(':').at(value.includes(':') ? 4 : 0)) : undefined;
}

/** What values that were read through providers tell of them: of those that are asked about, until all is told. */
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
    // From version 6 a resource may be in another Region than its provider.
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
 * How a resource is told another Region than its provider's: from version 6 by `region`, and `aws_region`, which asks for
 * one, also by its name or the endpoint of EC2 there. Undefined where it is told none.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/region
 */
export function ownRegion({ type, expressions }: ConfiguredResource): Json | undefined {
  const region = at(expressions, 'region');
  if (region !== undefined || type !== 'aws_region') return region;
  return at(expressions, 'name') ?? at(expressions, 'endpoint');
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
function credentialsOf(configuration: Configuration, key: string, inPlan: string): string {
  const written = at(configuration.provider(key), 'expressions');
  const named = entriesAt(written).filter(([name]) => CREDENTIALS.includes(name));
  // Not what a variable gives: "${var.team}-develop" and "${var.team}-production" refer to the same one.
  const profile = textAt(written, 'profile', 'constant_value');
  if (named.length === 1 && profile !== undefined) return `profile '${profile}'`;
  return named.length === 0 ? `the credentials of the environment${inPlan}` : `provider ${key}${inPlan}`;
}
