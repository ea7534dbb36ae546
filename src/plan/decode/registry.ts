import { registryKey, type RegistryId } from '../../aws/arn';
import {
  uncheckedAccountId,
  uncheckedRegion,
  uncheckedRepositoryFilter,
  type UnknownAccount,
  type AccountId,
} from '../../aws/names';
import { namespaceOf } from '../../aws/namespaces';
import type { Region, UnknownRegion } from '../../aws/partitions';
import { compareText, sortedBy, sortedUnique } from '../../base/collections';
import type { PullThroughCacheRule } from '../../model/pull-through-cache';
import type { Scanning } from '../../model/scanning';
import type { AccountSetting, CreationTemplate, TemplateUse } from '../../model/settings';
import type { PlannedReplicationRule } from '../../model/topology';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import type { TracedAttribute } from '../locate/configuration';
import { commonFields, traceArgument, type ConfiguredChange } from '../locate/configured-change';
import { toAccountId } from '../locate/providers';
import { accountOf, locateResource, regionOf } from '../locate/resource-registry';
import type { Json, JsonObject } from '../model/document';
import type { PlannedOf, PlannedTemplate, PolicyInPlan } from '../model/planned-resource';
import {
  at,
  containsTrue,
  isSameAfter,
  isUnknown,
  itemsAt,
  placeholderAccount,
  placeholderRegion,
  textAt,
  textOrUnknown,
  textsAt,
  valuesOf,
  type BeforeOrAfter,
} from '../model/values';
import { decodePolicy, toPolicyDocument } from './policy';
import { decodeEncryption, decodeMutability, decodeTags, parseLifecyclePolicy } from './repository';

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function decodeReplicationRules(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): readonly PlannedReplicationRule[] | Unknown {
  const block = ['replication_configuration', 0, 'rule'] as const;
  if (isUnknown(unknown, ...block)) return UNKNOWN;
  const rules = itemsAt(values, ...block).map((rule, index): PlannedReplicationRule | undefined => {
    const rulePath = [...block, index] as const;
    if (
      isUnknown(unknown, ...rulePath, 'repository_filter') ||
      isUnknown(unknown, ...rulePath, 'destination')
    ) {
      return undefined;
    }
    const filters = itemsAt(rule, 'repository_filter');
    if (filters.some((_, each) => isUnknown(unknown, ...rulePath, 'repository_filter', each, 'filter'))) {
      return undefined;
    }
    return {
      filters: decodeFilters(filters),
      destinations: itemsAt(rule, 'destination').map((destination, each) =>
        decodeDestination(configured, destination, [...rulePath, 'destination', each], unknown),
      ),
    };
  });
  const known = rules.filter((rule) => rule !== undefined);
  return known.length < rules.length ? UNKNOWN : sortRules(known);
}

/** The texts are not validated: a rule checks whether ECR accepts them. */
function decodeFilters(filters: readonly Json[]): PlannedReplicationRule['filters'] {
  const texts = filters.flatMap((filter) => textAt(filter, 'filter') ?? []);
  return texts.length === 0 ? 'all' : sortedUnique(texts.map(uncheckedRepositoryFilter));
}

type Path = readonly (string | number)[];

/** Follows the expression of an account ID or Region that is known only after apply. */
function decodeDestination(
  configured: ConfiguredChange,
  destination: Json,
  path: Path,
  unknown: Json,
): RegistryId {
  const accountId = isUnknown(unknown, ...path, 'registry_id')
    ? undefined
    : textAt(destination, 'registry_id');
  const region = isUnknown(unknown, ...path, 'region') ? undefined : textAt(destination, 'region');
  return {
    accountId:
      accountId === undefined
        ? traceAccount(configured, [...path, 'registry_id'])
        : uncheckedAccountId(accountId),
    region: region === undefined ? traceRegion(configured, [...path, 'region']) : uncheckedRegion(region),
  };
}

function traceAccount(configured: ConfiguredChange, path: Path): AccountId | UnknownAccount {
  const traced = traceArgument(configured, ...path);
  const isOwnAccount = traced?.kind === 'attribute' && isAccountOfResource(traced);
  return isOwnAccount
    ? accountOf(configured.located, traced.resource)
    : placeholderAccount(argumentText(configured, path));
}

function traceRegion(configured: ConfiguredChange, path: Path): Region | UnknownRegion {
  const traced = traceArgument(configured, ...path);
  const region =
    traced?.kind === 'attribute' && isRegionOfResource(traced)
      ? regionOf(configured.located, traced.resource)
      : undefined;
  return region ?? placeholderRegion(argumentText(configured, path));
}

/** Whether an attribute is the account of its own resource. `id` of `aws_organizations_account` is another account. */
function isAccountOfResource({ resource: { type }, resolveAttribute }: TracedAttribute): boolean {
  if (type === 'aws_caller_identity') return resolveAttribute === 'account_id' || resolveAttribute === 'id';
  return type.startsWith('aws_ecr_') && resolveAttribute === 'registry_id';
}

function isRegionOfResource({ resource: { type }, resolveAttribute }: TracedAttribute): boolean {
  if (type === 'aws_region') return ['region', 'name', 'id'].includes(resolveAttribute);
  return type.startsWith('aws_ecr_') && resolveAttribute === 'region';
}

function argumentText({ change, located }: ConfiguredChange, path: Path): string {
  return `${path.join('.')} of ${change.address}${located.planSuffix}`;
}

function sortRules(rules: readonly PlannedReplicationRule[]): readonly PlannedReplicationRule[] {
  return sortedBy(
    rules.map(({ filters, destinations }) => ({
      filters,
      destinations: sortedBy(destinations, registryKey),
    })),
    (rule) => JSON.stringify(rule),
  );
}

const FREQUENCIES = ['CONTINUOUS_SCAN', 'MANUAL', 'SCAN_ON_PUSH'] as const;

export function decodeScanning(values: JsonObject, unknown: Json): Scanning | Unknown {
  const type = textAt(values, 'scan_type');
  if (isUnknown(unknown, 'scan_type') || isUnknown(unknown, 'rule')) return UNKNOWN;
  if (type !== 'BASIC' && type !== 'ENHANCED') return UNKNOWN;
  const rules = itemsAt(values, 'rule').map((rule) => ({
    frequency: FREQUENCIES.find((each) => each === textAt(rule, 'scan_frequency')) ?? ('MANUAL' as const),
    filters: sortedUnique(
      itemsAt(rule, 'repository_filter').flatMap((filter) => textAt(filter, 'filter') ?? []),
    ),
  }));
  return { type, rules: [...rules].sort((a, b) => compareText(a.frequency, b.frequency)) };
}

type Template = CreationTemplate<Unknown>;

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function decodeTemplate(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PlannedTemplate {
  const policy = decodeTemplatePolicy(configured, values, unknown);
  return {
    template: decodeTemplateSettings(configured, values, unknown, policy),
    policy,
    lifecycleText: isUnknown(unknown, 'lifecycle_policy') ? undefined : textAt(values, 'lifecycle_policy'),
  };
}

/** Returns `UNKNOWN` if the prefix of the template is unknown. */
function decodeTemplateSettings(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
  policy: PolicyInPlan | undefined,
): Template | Unknown {
  const prefix = textOrUnknown(values, unknown, 'prefix');
  if (prefix === undefined || !isKnown(prefix)) return UNKNOWN;
  return {
    prefix: namespaceOf(prefix),
    appliedFor: decodeUses(values, unknown),
    description: textOrUnknown(values, unknown, 'description'),
    settings: {
      imageTagMutability: decodeMutability(values, unknown),
      encryption: decodeEncryption(values, unknown, configured.resource?.expressions),
      lifecyclePolicy: decodeTemplateLifecycle(configured, values, unknown),
      tags: decodeTags(values, unknown, ['resource_tags']),
    },
    policy: policy && toPolicyDocument(policy),
    customRoleArn: textOrUnknown(values, unknown, 'custom_role_arn'),
  };
}

const USES = [
  'CREATE_ON_PUSH',
  'PULL_THROUGH_CACHE',
  'REPLICATION',
] as const satisfies readonly TemplateUse[];

function decodeUses(values: JsonObject, unknown: Json): Template['appliedFor'] {
  if (isUnknown(unknown, 'applied_for')) return UNKNOWN;
  const configured = textsAt(values, 'applied_for');
  const known = USES.filter((each) => configured.includes(each));
  // A value that is known only after apply is missing in the texts. A value that is new in AWS is not in the list.
  return known.length < configured.length || known.length === 0 ? UNKNOWN : known;
}

function decodeTemplateLifecycle(
  { located: { plan } }: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): Template['settings']['lifecyclePolicy'] {
  const text = textOrUnknown(values, unknown, 'lifecycle_policy');
  return text === undefined || !isKnown(text) ? text : parseLifecyclePolicy(plan, text);
}

function decodeTemplatePolicy(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): PolicyInPlan | undefined {
  const isMissing =
    !isUnknown(unknown, 'repository_policy') && textAt(values, 'repository_policy') === undefined;
  return isMissing ? undefined : decodePolicy(configured, values, unknown, 'repository_policy');
}

/**
 * Returns `UNKNOWN` if the prefix of the pull-through cache rule is unknown.
 * @param unknown `true` for each unknown value, as in `after_unknown`
 */
export function decodeCacheRule(values: JsonObject, unknown: Json): PullThroughCacheRule<Unknown> | Unknown {
  const prefix = textOrUnknown(values, unknown, 'ecr_repository_prefix');
  if (prefix === undefined || !isKnown(prefix)) return UNKNOWN;
  return {
    prefix: namespaceOf(prefix),
    upstream: textOrUnknown(values, unknown, 'upstream_registry_url') ?? UNKNOWN,
    upstreamPrefix: textOrUnknown(values, unknown, 'upstream_repository_prefix'),
    credentialArn: textOrUnknown(values, unknown, 'credential_arn'),
    customRoleArn: textOrUnknown(values, unknown, 'custom_role_arn'),
  };
}

/** Returns `UNKNOWN` if the name of the setting is unknown. */
export function decodeAccountSetting(values: JsonObject, unknown: Json): AccountSetting<Unknown> | Unknown {
  const name = textOrUnknown(values, unknown, 'name');
  if (name === undefined || !isKnown(name)) return UNKNOWN;
  return {
    // The provider accepts it as the name of a setting.
    name: name as AccountSetting['name'],
    value: textOrUnknown(values, unknown, 'value') ?? UNKNOWN,
  };
}

type InspectorResource = PlannedOf<'inspector'>;
type Values = NonNullable<InspectorResource['after']>;

/**
 * Returns one resource for each account, because an administrator enables Amazon Inspector for several accounts of an
 * organization. Returns none if ECR is not in `resource_types`.
 */
export function decodeInspector(configured: ConfiguredChange): readonly InspectorResource[] {
  const { change } = configured;
  const { action } = change;
  if (action === 'read') return [];
  const before = valuesByAccount(configured, 'before');
  const after = isSameAfter(change) ? before : valuesByAccount(configured, 'after');
  const accounts = sortedUnique([...before.keys(), ...after.keys()]);
  return accounts.map((account) => {
    const [valuesBefore, valuesAfter] = [before.get(account), after.get(account)];
    return {
      kind: 'inspector',
      ...commonFields(configured),
      // An update may add or remove one of several accounts.
      action:
        valuesBefore === undefined
          ? 'create'
          : valuesAfter === undefined && action === 'update'
            ? 'delete'
            : action,
      before: valuesBefore,
      after: valuesAfter,
    };
  });
}

/** By account. */
function valuesByAccount(configured: ConfiguredChange, when: BeforeOrAfter): ReadonlyMap<string, Values> {
  const found = valuesOf(configured.change, when);
  if (found === undefined) return new Map();
  const { values, unknown } = found;
  const enables = itemsAt(values, 'resource_types').includes('ECR') ? true : UNKNOWN;
  if (!isKnown(enables) && !containsTrue(at(unknown, 'resource_types') ?? false)) return new Map();
  const registry = locateResource(configured, values);
  const knownAccounts = itemsAt(values, 'account_ids').flatMap((id) => toAccountId(id) ?? []);
  // If no account is known yet, the account of the provider is the likely one.
  const accounts = knownAccounts.length === 0 ? [registry.accountId] : knownAccounts;
  return new Map(
    accounts.map((accountId) => [accountId, { enables, registry: { accountId, region: registry.region } }]),
  );
}
