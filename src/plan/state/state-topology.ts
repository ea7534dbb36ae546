import { registryKey, type RegistryId } from '../../aws/arn';
import { isAccountId } from '../../aws/names';
import { isRegionKnown, type Region } from '../../aws/partitions';
import {
  DEFAULT_REGISTRY_SETTINGS,
  REGISTRY_TYPE_NAMES,
  REGISTRY_TYPES,
  rowOf,
} from '../../model/resource-types';
import type { PlannedRegistry, PlannedTopology } from '../../model/topology';
import { groupBy } from '../../base/collections';
import { decodeResources } from '../decode/resources';
import { locatePlans } from '../locate/providers';
import type { PlanDocument, ResourceChange } from '../model/document';
import { isRegistryResource, type Address, type PlannedRegistryResource } from '../model/planned-resource';
import { buildTopologies, createRegistryNamer } from '../topology/topologies';
import { locateInstances, type LocatedInstance } from './locate-instances';
import type { StateDocument, StateInstance } from './state-document';

/** What Terraform states contain of registries. */
export interface StateTopology {
  /** Values that no state contains are those of a registry without configuration: Terraform does not manage them. */
  readonly topology: PlannedTopology;
  /** The resources with their addresses. Sorted by state and address. */
  readonly resources: readonly PlannedRegistryResource[];
  /** Aliases of the providers of registries, by `registryKey`, if a state names a provider with an alias that reaches no other one. */
  readonly labels: ReadonlyMap<string, string>;
  /** Resources whose account or Region no state shows. They are not in the topology. Sorted by state and address. */
  readonly unlocated: readonly UnlocatedResource[];
}

/** `plan` is the path of the state. */
export interface UnlocatedResource extends Address {
  readonly missing: 'account' | 'Region';
}

/** @param fallbackRegion of resources whose Region the states do not show */
export function readStateTopology(states: readonly StateDocument[], fallbackRegion?: Region): StateTopology {
  const documents = states.map((state) => toPlanDocument(state, fallbackRegion));
  const located = locatePlans(documents);
  const all = decodeResources(located).filter(isRegistryResource);
  const unlocated = all.flatMap(missingLocation);
  const unlocatedKeys = new Set(unlocated.map(addressKey));
  const resources = all.filter((resource) => !unlocatedKeys.has(addressKey(resource)));
  const { after } = buildTopologies(resources, createRegistryNamer(located, undefined));
  const managed = new Set(resources.map(({ kind, after }) => slotKey(after?.registry, kind)));
  const registries = after.registries.map((registry) => withDefaultSettings(registry, managed));
  return {
    topology: { registries, identities: [] },
    resources,
    labels: labelsOf(states, resources),
    unlocated,
  };
}

function labelsOf(
  states: readonly StateDocument[],
  resources: readonly PlannedRegistryResource[],
): ReadonlyMap<string, string> {
  const aliases = new Map(
    states.flatMap(({ file, instances }) =>
      instances.map(({ address, provider = '' }) => [
        addressKey({ plan: file, address }),
        // provider["registry.terraform.io/hashicorp/aws"].develop
        /"\]\.([\w-]+)$/.exec(provider)?.[1],
      ]),
    ),
  );
  const found = resources.flatMap((resource) => {
    const alias = aliases.get(addressKey(resource));
    return alias === undefined || resource.after === undefined
      ? []
      : { alias, key: registryKey(resource.after.registry) };
  });
  const keysByAlias = groupBy(found, ({ alias }) => alias);
  const aliasesByKey = groupBy(found, ({ key }) => key);
  return new Map(
    [...aliasesByKey].flatMap(([key, [{ alias }, ...others]]) => {
      const isOnly =
        others.every((other) => other.alias === alias) &&
        keysByAlias.get(alias)?.every((other) => other.key === key) === true;
      return isOnly ? [[key, alias] as const] : [];
    }),
  );
}

function addressKey({ plan, address }: Address): string {
  return JSON.stringify([plan, address]);
}

function missingLocation({ plan, address, after }: PlannedRegistryResource): readonly UnlocatedResource[] {
  if (after === undefined || !isAccountId(after.registry.accountId)) {
    return [{ plan, address, missing: 'account' }];
  }
  return isRegionKnown(after.registry.region) ? [] : [{ plan, address, missing: 'Region' }];
}

/**
 * In a plan, a setting without a resource may be managed elsewhere, so it is unknown. Here, it is not managed. A setting with a
 * resource is unknown only if its value is sensitive or not supported.
 */
function withDefaultSettings(registry: PlannedRegistry, managed: ReadonlySet<string>): PlannedRegistry {
  const unmanaged = Object.entries(DEFAULT_REGISTRY_SETTINGS).filter(
    ([key]) => !managed.has(slotKey(registry, SETTING_KINDS.get(key))),
  );
  return { ...registry, ...Object.fromEntries(unmanaged) };
}

/** The kind of the resource that manages each key of `RegistrySettings`. */
const SETTING_KINDS: ReadonlyMap<string, string> = new Map([
  ['scanning', REGISTRY_TYPES.aws_ecr_registry_scanning_configuration.planKind],
  ['enablesInspector', REGISTRY_TYPES.aws_inspector2_enabler.planKind],
  ...REGISTRY_TYPE_NAMES.flatMap((type) => {
    const { named, planKind } = rowOf(type);
    return named === undefined ? [] : [[named.key, planKind] as const];
  }),
]);

function slotKey(registry: RegistryId | undefined, kind = ''): string {
  return registry === undefined ? '' : `${registryKey(registry)} ${kind}`;
}

const READ_TYPES: ReadonlySet<string> = new Set(REGISTRY_TYPE_NAMES);

/** Returns a plan that changes nothing, so that a state is decoded like a plan. */
function toPlanDocument(
  { file, instances }: StateDocument,
  fallbackRegion: Region | undefined,
): PlanDocument {
  const located = locateInstances(instances.filter(({ type }) => READ_TYPES.has(type)));
  return {
    file,
    changes: located.map((each) => toUnchanged(each, fallbackRegion)),
    otherChanges: [],
    drift: [],
    data: [],
    dependencies: new Map(),
    configuration: {},
    variables: {},
  };
}

function toUnchanged(
  { instance, account, region: shownRegion }: LocatedInstance,
  fallbackRegion: Region | undefined,
): ResourceChange {
  const { address, moduleAddress, name, sensitive } = instance;
  const region = shownRegion ?? fallbackRegion;
  const values = {
    ...instance.values,
    // The decoder finds the registry of a resource by these attributes.
    ...(account === undefined ? {} : { registry_id: account }),
    ...(region === undefined ? {} : { region }),
  };
  return {
    mode: 'managed',
    type: registryTypeOf(instance),
    address,
    previousAddress: undefined,
    moduleAddress,
    name,
    isDeposed: false,
    action: 'no-op',
    isImported: false,
    before: values,
    after: values,
    afterUnknown: {},
    beforeSensitive: sensitive,
    afterSensitive: sensitive,
    replacedFor: [],
    reason: undefined,
  };
}

function registryTypeOf({ type }: StateInstance): ResourceChange['type'] {
  const found = REGISTRY_TYPE_NAMES.find((each) => each === type);
  if (found === undefined) throw new Error(`${type} is not read`);
  return found;
}
