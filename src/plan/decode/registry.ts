import { registryKey, type RegistryId } from '../../aws/arn';
import type { AccountId, RepositoryFilter } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { compareText, sortedBy, sortedUnique } from '../../base/collections';
import type { Scanning } from '../../model/scanning';
import type { ReplicationRule } from '../../model/topology';
import type { UnknownValue } from '../../model/unknown';
import type { TracedAttribute } from '../locate/configuration';
import { traceArgument, type ConfiguredChange } from '../locate/configured-change';
import { accountOf, regionOf } from '../locate/resource-registry';
import type { Json, JsonObject } from '../model/document';
import { isUnknown, itemsAt, textAt } from '../model/values';
import { placeholderAccount, placeholderRegion } from '../model/values.stand-ins';

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function decodeReplicationRules(
  configured: ConfiguredChange,
  values: JsonObject,
  unknown: Json,
): readonly ReplicationRule[] | UnknownValue {
  const block = ['replication_configuration', 0, 'rule'] as const;
  if (isUnknown(unknown, ...block)) return 'notKnown';
  const rules = itemsAt(values, ...block).map((rule, index): ReplicationRule | undefined => {
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
  return known.length < rules.length ? 'notKnown' : sortRules(known);
}

/** The texts are not validated: a rule checks whether ECR accepts them. */
function decodeFilters(filters: readonly Json[]): ReplicationRule['filters'] {
  const texts = filters.flatMap((filter) => textAt(filter, 'filter') ?? []);
  return texts.length === 0 ? 'all' : (sortedUnique(texts) as readonly RepositoryFilter[]);
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
    // Not validated.
    accountId: (accountId as AccountId | undefined) ?? traceAccount(configured, [...path, 'registry_id']),
    region: (region as Region | undefined) ?? traceRegion(configured, [...path, 'region']),
  };
}

function traceAccount(configured: ConfiguredChange, path: Path): AccountId {
  const traced = traceArgument(configured, ...path);
  const isOwnAccount = traced?.kind === 'attribute' && isAccountOfResource(traced);
  return isOwnAccount
    ? accountOf(configured.located, traced.resource)
    : placeholderAccount(argumentText(configured, path));
}

function traceRegion(configured: ConfiguredChange, path: Path): Region {
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

function sortRules(rules: readonly ReplicationRule[]): readonly ReplicationRule[] {
  return sortedBy(
    rules.map(({ filters, destinations }) => ({
      filters,
      destinations: sortedBy(destinations, registryKey),
    })),
    (rule) => JSON.stringify(rule),
  );
}

const FREQUENCIES = ['CONTINUOUS_SCAN', 'MANUAL', 'SCAN_ON_PUSH'] as const;

export function decodeScanning(values: JsonObject, unknown: Json): Scanning | UnknownValue {
  const type = textAt(values, 'scan_type');
  if (isUnknown(unknown, 'scan_type') || isUnknown(unknown, 'rule')) return 'notKnown';
  if (type !== 'BASIC' && type !== 'ENHANCED') return 'notKnown';
  const rules = itemsAt(values, 'rule').map((rule) => ({
    frequency: FREQUENCIES.find((each) => each === textAt(rule, 'scan_frequency')) ?? ('MANUAL' as const),
    filters: sortedUnique(
      itemsAt(rule, 'repository_filter').flatMap((filter) => textAt(filter, 'filter') ?? []),
    ),
  }));
  return { type, rules: [...rules].sort((a, b) => compareText(a.frequency, b.frequency)) };
}
