import {
  compareText,
  registryKey,
  sortedBy,
  sortedUnique,
  type AccountId,
  type NotKnown,
  type Region,
  type RegistryId,
  type ReplicationRule,
  type RepositoryFilter,
  type Scanning,
} from '../../registry';
import type { Json, JsonObject } from '../document';
import type { TracedAttribute } from './configuration';
import { isUnknown, itemsAt, textAt } from './json';
import { accountOf, regionOf } from './places';
import { standInAccount, standInRegion } from './stand-ins';
import { tracedArgument, type WrittenChange } from './written-change';

/** @param unknown `true` for each unknown value, as in `after_unknown` */
export function replicationRules(
  written: WrittenChange,
  values: JsonObject,
  unknown: Json,
): readonly ReplicationRule[] | NotKnown {
  const block = ['replication_configuration', 0, 'rule'] as const;
  if (isUnknown(unknown, ...block)) return 'notKnown';
  const rules = itemsAt(values, ...block).map((rule, index): ReplicationRule | undefined => {
    const place = [...block, index] as const;
    if (isUnknown(unknown, ...place, 'repository_filter') || isUnknown(unknown, ...place, 'destination')) {
      return undefined;
    }
    const filters = itemsAt(rule, 'repository_filter');
    if (filters.some((_, each) => isUnknown(unknown, ...place, 'repository_filter', each, 'filter'))) {
      return undefined;
    }
    return {
      filters: filtersOf(filters),
      destinations: itemsAt(rule, 'destination').map((destination, each) =>
        destinationOf(written, destination, [...place, 'destination', each], unknown),
      ),
    };
  });
  const known = rules.filter((rule) => rule !== undefined);
  return known.length < rules.length ? 'notKnown' : sortedRules(known);
}

/** The texts are not validated: a rule checks whether ECR accepts them. */
function filtersOf(filters: readonly Json[]): ReplicationRule['filters'] {
  const texts = filters.flatMap((filter) => textAt(filter, 'filter') ?? []);
  return texts.length === 0 ? 'all' : (sortedUnique(texts) as readonly RepositoryFilter[]);
}

type Path = readonly (string | number)[];

/** Follows the expression of an account ID or Region that is known only after apply. */
function destinationOf(written: WrittenChange, destination: Json, path: Path, unknown: Json): RegistryId {
  const accountId = isUnknown(unknown, ...path, 'registry_id')
    ? undefined
    : textAt(destination, 'registry_id');
  const region = isUnknown(unknown, ...path, 'region') ? undefined : textAt(destination, 'region');
  return {
    // Not validated.
    accountId: (accountId as AccountId | undefined) ?? tracedAccount(written, [...path, 'registry_id']),
    region: (region as Region | undefined) ?? tracedRegion(written, [...path, 'region']),
  };
}

function tracedAccount(written: WrittenChange, path: Path): AccountId {
  const traced = tracedArgument(written, ...path);
  const isTold = traced?.kind === 'attribute' && isAccount(traced);
  return isTold ? accountOf(written.placed, traced.resource) : standInAccount(argumentOf(written, path));
}

function tracedRegion(written: WrittenChange, path: Path): Region {
  const traced = tracedArgument(written, ...path);
  const region =
    traced?.kind === 'attribute' && isRegion(traced) ? regionOf(written.placed, traced.resource) : undefined;
  return region ?? standInRegion(argumentOf(written, path));
}

/** Whether an attribute is the account of its own resource. `id` of `aws_organizations_account` is another account. */
function isAccount({ resource: { type }, attribute }: TracedAttribute): boolean {
  if (type === 'aws_caller_identity') return attribute === 'account_id' || attribute === 'id';
  return type.startsWith('aws_ecr_') && attribute === 'registry_id';
}

function isRegion({ resource: { type }, attribute }: TracedAttribute): boolean {
  if (type === 'aws_region') return ['region', 'name', 'id'].includes(attribute);
  return type.startsWith('aws_ecr_') && attribute === 'region';
}

function argumentOf({ change, placed }: WrittenChange, path: Path): string {
  return `${path.join('.')} of ${change.address}${placed.inPlan}`;
}

function sortedRules(rules: readonly ReplicationRule[]): readonly ReplicationRule[] {
  return sortedBy(
    rules.map(({ filters, destinations }) => ({
      filters,
      destinations: sortedBy(destinations, registryKey),
    })),
    (rule) => JSON.stringify(rule),
  );
}

const FREQUENCIES = ['CONTINUOUS_SCAN', 'MANUAL', 'SCAN_ON_PUSH'] as const;

export function scanningOf(values: JsonObject, unknown: Json): Scanning | NotKnown {
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
