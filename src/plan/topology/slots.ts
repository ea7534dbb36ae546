import { registryKey, type RegistryId } from '../../aws/arn';
import type { LifecyclePolicy } from '../../aws/lifecycle/policy';
import type { PolicyDocument } from '../../aws/policy/document';
import { sortedBy } from '../../base/collections';
import {
  ONLY,
  REGISTRY_TYPE_NAMES,
  rowOf,
  type NamedSetting,
  type NamedSettingKey,
  type NamedSettingLists,
  type RegistrySettings,
} from '../../model/resource-types';
import { DEFAULT_SCANNING, type Scanning } from '../../model/scanning';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown, UNKNOWN, type Unknown } from '../../model/unknown';
import { toPolicyDocument } from '../decode/policy';
import {
  isNamedResource,
  isRegistryResource,
  rowOfKind,
  type NamedKind,
  type PlannedOf,
  type PlannedRegistryResource,
  type PlannedRepositoryValues,
  type PlannedResource,
} from '../model/planned-resource';
import type { BeforeOrAfter } from '../model/values';
import { ManagedValue } from './managed-value';

type Action = PlannedResource['action'];
export type RegistryKind = PlannedRegistryResource['kind'];

/** A registry has one slot for each value of these kinds, or each of its repositories has one. */
type FixedKind = Exclude<RegistryKind, NamedKind>;

/** The value that a resource of each kind manages. */
interface FixedValues {
  readonly repository: PlannedRepositoryValues;
  readonly 'repository-policy': PolicyDocument | Unknown;
  readonly 'lifecycle-policy': LifecyclePolicy | Unknown;
  readonly 'registry-policy': PolicyDocument | Unknown;
  readonly replication: PlannedRegistry['replication'];
  readonly scanning: Scanning | Unknown;
  readonly inspector: true | Unknown;
}

interface FixedSlot<Kind extends FixedKind> {
  /** The name of the repository, or `ONLY`. */
  readonly nameOf: (values: ValuesOf<Kind>) => string | Unknown;
  readonly valueOf: (values: ValuesOf<Kind>) => FixedValues[Kind];
}

type ValuesOf<Kind extends FixedKind> = NonNullable<PlannedOf<Kind>['after']>;

/** Where the value of each kind goes. The rows of `REGISTRY_TYPES` describe the named kinds. */
const FIXED_SLOTS: { readonly [Kind in FixedKind]: FixedSlot<Kind> } = {
  repository: { nameOf: ({ name }) => name, valueOf: (values) => values },
  'repository-policy': {
    nameOf: ({ repository }) => repository,
    valueOf: ({ policy }) => toPolicyDocument(policy),
  },
  'lifecycle-policy': { nameOf: ({ repository }) => repository, valueOf: ({ policy }) => policy },
  'registry-policy': { nameOf: () => ONLY, valueOf: ({ policy }) => toPolicyDocument(policy) },
  replication: { nameOf: () => ONLY, valueOf: ({ rules }) => rules },
  scanning: { nameOf: () => ONLY, valueOf: ({ scanning }) => scanning },
  inspector: { nameOf: () => ONLY, valueOf: ({ enables }) => enables },
};

function fixedSlot<Kind extends FixedKind>(kind: Kind): FixedSlot<Kind> {
  return FIXED_SLOTS[kind];
}

/**
 * Returns the name of the slot that a resource fills: of the repository, the prefix or name of a setting, or
 * `ONLY`. Undefined if the resource does not exist then.
 */
export function slotNameOf(
  resource: PlannedRegistryResource,
  when: BeforeOrAfter,
): string | Unknown | undefined {
  if (isNamedResource(resource)) {
    const values = resource[when];
    return values && rowOfKind(resource.kind).named.nameOf(values);
  }
  const values = resource[when];
  return values && fixedSlot(resource.kind).nameOf(values);
}

/** The values of one registry, by kind and name. A missing slot is not managed by any resource. */
export class RegistrySlots {
  private readonly fixed: { readonly [Kind in FixedKind]: Map<string, ManagedValue<FixedValues[Kind]>> } = {
    repository: new Map(),
    'repository-policy': new Map(),
    'lifecycle-policy': new Map(),
    'registry-policy': new Map(),
    replication: new Map(),
    scanning: new Map(),
    inspector: new Map(),
  };
  private readonly unnamed = new Map<RegistryKind, PlannedRegistryResource>();
  private readonly named = new Map<NamedSettingKey, Map<string, ManagedValue<NamedSetting>>>();

  public constructor(public readonly id: RegistryId) {}

  public get<Kind extends FixedKind>(kind: Kind, name = ONLY): ManagedValue<FixedValues[Kind]> | undefined {
    return this.fixed[kind].get(name);
  }

  /**
   * Returns the resource that manages a value, or the first one with that kind whose name is unknown. Undefined if no plan
   * contains one.
   */
  public resource<Kind extends RegistryKind>(
    kind: Kind,
    name: string | Unknown,
  ): PlannedOf<Kind> | undefined {
    const found = isKnown(name) ? this.slotOf(kind, name)?.resource : this.unnamed.get(kind);
    return found !== undefined && isOfKind(found, kind) ? found : undefined;
  }

  private slotOf(kind: RegistryKind, name: string): ManagedValue<unknown> | undefined {
    return isFixedKind(kind) ? this.get(kind, name) : this.named.get(rowOfKind(kind).named.key)?.get(name);
  }

  /** The names of all repositories of which a resource manages any value. */
  public repositoryNames(): ReadonlySet<string> {
    const { repository, 'repository-policy': policy, 'lifecycle-policy': lifecyclePolicy } = this.fixed;
    return new Set([...repository.keys(), ...policy.keys(), ...lifecyclePolicy.keys()]);
  }

  /** Adds the slot of a resource without a value: the resource is created, so it does not exist before. */
  public addEmpty(resource: PlannedRegistryResource): void {
    const name = slotNameOf(resource, 'after');
    if (name === undefined || !isKnown(name)) return;
    if (isNamedResource(resource)) slotIn(this.namedSlots(rowOfKind(resource.kind).named.key), name);
    else slotIn(this.fixedSlots(resource.kind), name);
  }

  /** @param from which value to add: a deleted resource has none after */
  public addValue(resource: PlannedRegistryResource, from: BeforeOrAfter, action: Action): void {
    const name = slotNameOf(resource, from);
    if (name === undefined) return;
    if (!isKnown(name)) {
      if (action !== 'delete' && !this.unnamed.has(resource.kind)) this.unnamed.set(resource.kind, resource);
    } else if (isNamedResource(resource)) {
      const values = resource[from];
      const { key, settingOf } = rowOfKind(resource.kind).named;
      const setting = values && settingOf(values);
      // The name is known, so the setting is, too.
      if (setting === undefined || !isKnown(setting)) return;
      slotIn(this.namedSlots(key), name).add(setting, action, resource);
    } else {
      const values = resource[from];
      if (values === undefined) return;
      const { valueOf } = fixedSlot(resource.kind);
      slotIn(this.fixedSlots(resource.kind), name).add(valueOf(values), action, resource);
    }
  }

  public settings(): RegistrySettings<Unknown> {
    const [scanning, inspector] = [this.get('scanning'), this.get('inspector')];
    const named = REGISTRY_TYPE_NAMES.flatMap((type) => {
      const { named: row } = rowOf(type);
      return row === undefined ? [] : [[row.key, this.namedSettings(row.key, row.unknownOf)] as const];
    });
    return {
      // Without a resource, scanning may be managed elsewhere. Deleting the resource resets it to that of a new registry.
      scanning: scanning?.knownValue() ?? (scanning?.isDeleted === true ? DEFAULT_SCANNING : UNKNOWN),
      enablesInspector: inspector?.knownValue() ?? (inspector?.isDeleted === true ? false : UNKNOWN),
      // Each row has another key, and returns settings of this key.
      ...(Object.fromEntries(named) as NamedSettingLists<Unknown>),
    };
  }

  /**
   * Returns all existing settings of a kind, sorted, or `UNKNOWN` if no resource manages one, because they may be managed
   * elsewhere.
   */
  private namedSettings(
    key: NamedSettingKey,
    unknownSetting: (name: string) => NamedSetting,
  ): readonly NamedSetting[] | Unknown {
    const slots = this.named.get(key);
    if (slots === undefined) return UNKNOWN;
    return sortedBy(slots, ([name]) => name).flatMap(([name, slot]) => {
      const known = slot.knownValue();
      return known === undefined ? [] : [isKnown(known) ? known : unknownSetting(name)];
    });
  }

  private fixedSlots<Kind extends FixedKind>(kind: Kind): Map<string, ManagedValue<FixedValues[Kind]>> {
    return this.fixed[kind];
  }

  private namedSlots(key: NamedSettingKey): Map<string, ManagedValue<NamedSetting>> {
    const slots = this.named.get(key) ?? new Map<string, ManagedValue<NamedSetting>>();
    this.named.set(key, slots);
    return slots;
  }
}

function isFixedKind(kind: RegistryKind): kind is FixedKind {
  return kind in FIXED_SLOTS;
}

function isOfKind<Kind extends RegistryKind>(
  resource: PlannedRegistryResource,
  kind: Kind,
): resource is PlannedOf<Kind> {
  return resource.kind === kind;
}

function slotIn<Value>(slots: Map<string, ManagedValue<Value>>, name: string): ManagedValue<Value> {
  const known = slots.get(name);
  if (known !== undefined) return known;
  const slot = new ManagedValue<Value>();
  slots.set(name, slot);
  return slot;
}

/** Collects the values of all resources, before or after, by the key of the registry. */
export function collectSlots(
  when: BeforeOrAfter,
  resources: readonly PlannedResource[],
): ReadonlyMap<string, RegistrySlots> {
  const byKey = new Map<string, RegistrySlots>();
  // Most resources share the `RegistryId` object, so most lookups need no key.
  const byId = new Map<RegistryId, RegistrySlots>();
  const slotsOf = (id: RegistryId): RegistrySlots => {
    const known = byId.get(id) ?? byKey.get(registryKey(id));
    const slots = known ?? new RegistrySlots({ accountId: id.accountId, region: id.region });
    if (known === undefined) byKey.set(registryKey(id), slots);
    byId.set(id, slots);
    return slots;
  };
  for (const resource of resources) {
    if (isRegistryResource(resource)) collect(resource, when, slotsOf);
  }
  return byKey;
}

function collect(
  resource: PlannedRegistryResource,
  when: BeforeOrAfter,
  slotsOf: (id: RegistryId) => RegistrySlots,
): void {
  const { before, after, action, isDeposed, kind } = resource;
  // A deposed repository has the same name as the new one, which exists.
  if (isDeposed && (when === 'before' || action !== 'delete' || kind === 'repository')) return;
  // A registry exists before and after, even if it is empty.
  const slotsBefore = before && slotsOf(before.registry);
  const slotsAfter = after && slotsOf(after.registry);
  if (when === 'before') {
    if (slotsBefore !== undefined) slotsBefore.addValue(resource, 'before', 'no-op');
    // A repository with an attached policy is assumed to exist before, too.
    else if (kind !== 'repository') slotsAfter?.addEmpty(resource);
    return;
  }
  if (action === 'delete' || (action === 'replace' && deletesOldObject(resource))) {
    slotsBefore?.addValue(resource, 'before', 'delete');
  }
  slotsAfter?.addValue(resource, 'after', action);
}

/**
 * Whether a replacement deletes the old object: a repository always, any other type only if its registry, repository or name
 * changes.
 */
function deletesOldObject(resource: PlannedRegistryResource): boolean {
  if (resource.kind === 'repository') return true;
  const { before, after } = resource;
  if (before === undefined || after === undefined) return false;
  return (
    registryKey(before.registry) !== registryKey(after.registry) ||
    slotNameOf(resource, 'before') !== slotNameOf(resource, 'after')
  );
}
