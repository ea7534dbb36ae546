import { registryKey, type RegistryId } from '../../aws/arn';
import type { LifecyclePolicy } from '../../aws/lifecycle/policy';
import type { RepositoryName } from '../../aws/names';
import type { PolicyDocument } from '../../aws/policy/document';
import type { PlannedRegistry } from '../../model/topology';
import { isKnown, type Unknown } from '../../model/unknown';
import { toPolicyDocument } from '../decode/policy';
import {
  isRegistryResource,
  type PlannedRepositoryValues,
  type PlannedResource,
} from '../model/planned-resource';
import { ManagedValue } from './managed-value';
import { isSettingResource, settingNameOf, SettingsCollector } from './settings';

export type BeforeOrAfter = 'after' | 'before';
type Action = PlannedResource['action'];

/** Collects the values of all resources, before or after, by registry. */
export function collectRegistries(
  when: BeforeOrAfter,
  resources: readonly PlannedResource[],
): readonly RegistryParts[] {
  const collected = new RegistryCollector();
  for (const resource of resources) collect(resource, when, collected);
  return collected.all();
}

export interface RegistryParts {
  readonly id: RegistryId;
  readonly repositories: Map<RepositoryName, RepositoryParts>;
  readonly policy: ManagedValue<PolicyDocument | Unknown>;
  readonly replication: ManagedValue<PlannedRegistry['replication']>;
  readonly settings: SettingsCollector;
}

/** Each value is undefined if no resource manages it. */
export interface RepositoryParts {
  itself: ManagedValue<PlannedRepositoryValues> | undefined;
  policy: ManagedValue<PolicyDocument | Unknown> | undefined;
  lifecyclePolicy: ManagedValue<LifecyclePolicy | Unknown> | undefined;
}

class RegistryCollector {
  private readonly byKey = new Map<string, RegistryParts>();
  /** Most resources share the `RegistryId` object, so most lookups need no key. */
  private readonly byId = new Map<RegistryId, RegistryParts>();

  public all(): readonly RegistryParts[] {
    return [...this.byKey.values()];
  }

  public registry(id: RegistryId): RegistryParts {
    const known = this.byId.get(id) ?? this.byKey.get(registryKey(id));
    const parts = known ?? emptyRegistry(id);
    if (known === undefined) this.byKey.set(registryKey(id), parts);
    this.byId.set(id, parts);
    return parts;
  }

  public repository(id: RegistryId, name: RepositoryName): RepositoryParts {
    const { repositories } = this.registry(id);
    const known = repositories.get(name);
    if (known !== undefined) return known;
    const parts = { itself: undefined, policy: undefined, lifecyclePolicy: undefined };
    repositories.set(name, parts);
    return parts;
  }
}

function emptyRegistry({ accountId, region }: RegistryId): RegistryParts {
  return {
    id: { accountId, region },
    repositories: new Map(),
    policy: new ManagedValue(),
    replication: new ManagedValue(),
    settings: new SettingsCollector(),
  };
}

function collect(resource: PlannedResource, when: BeforeOrAfter, collected: RegistryCollector): void {
  if (!isRegistryResource(resource)) return;
  const { before, after, action, isDeposed } = resource;
  // A deposed repository has the same name as the new one, which exists.
  if (isDeposed && (when === 'before' || action !== 'delete' || resource.kind === 'repository')) return;
  // A registry exists before and after, even if it is empty.
  if (before !== undefined) collected.registry(before.registry);
  if (after !== undefined) collected.registry(after.registry);
  if (when === 'before') {
    if (before === undefined) recordAbsence(resource, collected);
    else addValues(resource, 'before', 'no-op', collected);
    return;
  }
  if (action === 'delete' || (action === 'replace' && deletesOldObject(resource))) {
    addValues(resource, 'before', 'delete', collected);
  }
  if (after !== undefined) addValues(resource, 'after', action, collected);
}

/**
 * Whether a replacement deletes the old object: a repository always, any other type only if its registry, repository or name
 * changes.
 */
function deletesOldObject(resource: PlannedResource): boolean {
  if (resource.kind === 'repository') return true;
  const { before, after } = resource;
  if (before === undefined || after === undefined) return false;
  if (registryKey(before.registry) !== registryKey(after.registry)) return true;
  if (isSettingResource(resource)) {
    return settingNameOf(resource, 'before') !== settingNameOf(resource, 'after');
  }
  return 'repository' in before && 'repository' in after && before.repository !== after.repository;
}

/**
 * Records the repository or the name of a resource that does not exist before. A repository with an attached policy is assumed to
 * exist before, too. A setting that is created is known to be missing before.
 */
function recordAbsence(resource: PlannedResource, collected: RegistryCollector): void {
  const { kind, after } = resource;
  if (isSettingResource(resource)) {
    if (resource.after !== undefined) {
      collected.registry(resource.after.registry).settings.recordAbsence(resource);
    }
    return;
  }
  if ((kind !== 'repository-policy' && kind !== 'lifecycle-policy') || after === undefined) return;
  if (isKnown(after.repository)) collected.repository(after.registry, after.repository);
}

/** @param from which values to add: a deleted resource has none after */
function addValues(
  resource: PlannedResource,
  from: BeforeOrAfter,
  action: Action,
  collected: RegistryCollector,
): void {
  switch (resource.kind) {
    case 'repository': {
      const values = resource[from];
      if (values === undefined || !isKnown(values.name)) return;
      const parts = collected.repository(values.registry, values.name);
      (parts.itself ??= new ManagedValue()).add(values, action);
      return;
    }
    case 'repository-policy': {
      const values = resource[from];
      if (values === undefined || !isKnown(values.repository)) return;
      const parts = collected.repository(values.registry, values.repository);
      (parts.policy ??= new ManagedValue()).add(toPolicyDocument(values.policy), action);
      return;
    }
    case 'lifecycle-policy': {
      const values = resource[from];
      if (values === undefined || !isKnown(values.repository)) return;
      const parts = collected.repository(values.registry, values.repository);
      (parts.lifecyclePolicy ??= new ManagedValue()).add(values.policy, action);
      return;
    }
    case 'registry-policy': {
      const values = resource[from];
      if (values === undefined) return;
      collected.registry(values.registry).policy.add(toPolicyDocument(values.policy), action);
      return;
    }
    case 'replication': {
      const values = resource[from];
      if (values !== undefined) collected.registry(values.registry).replication.add(values.rules, action);
      return;
    }
    case 'account-setting':
    case 'cache-rule':
    case 'creation-template':
    case 'inspector':
    case 'scanning': {
      const registry = resource[from]?.registry;
      if (registry !== undefined) collected.registry(registry).settings.addValues(resource, from, action);
      return;
    }
    case 'identity-policy':
    case 'policy-attachment':
      return;
  }
}
