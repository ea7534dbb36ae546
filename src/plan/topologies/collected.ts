import {
  isKnown,
  registryKey,
  type LifecyclePolicy,
  type NotKnown,
  type PlannedRegistry,
  type PolicyDocument,
  type RegistryId,
  type RepositoryName,
} from '../../registry';
import type { PlannedRepositoryValues, PlannedResource } from '../resources/planned';
import { policyInModel } from '../resources/policies';
import { isOfRegistry } from '../resources/services';
import { isSetting, nameIn, SettingsParts } from './settings-parts';
import { Standing } from './standing';

export type Moment = 'after' | 'before';
type Action = PlannedResource['action'];

/** Collects the values of all resources, before or after, by registry. */
export function collectedAt(moment: Moment, resources: readonly PlannedResource[]): readonly RegistryParts[] {
  const collected = new Collected();
  for (const resource of resources) collect(resource, moment, collected);
  return collected.all();
}

export interface RegistryParts {
  readonly id: RegistryId;
  readonly repositories: Map<RepositoryName, RepositoryParts>;
  readonly policy: Standing<PolicyDocument | NotKnown>;
  readonly replication: Standing<PlannedRegistry['replication']>;
  readonly settings: SettingsParts;
}

/** Each value is undefined if no resource manages it. */
export interface RepositoryParts {
  itself: Standing<PlannedRepositoryValues> | undefined;
  policy: Standing<PolicyDocument | NotKnown> | undefined;
  lifecyclePolicy: Standing<LifecyclePolicy | NotKnown> | undefined;
}

class Collected {
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
    policy: new Standing(),
    replication: new Standing(),
    settings: new SettingsParts(),
  };
}

function collect(resource: PlannedResource, moment: Moment, collected: Collected): void {
  if (!isOfRegistry(resource)) return;
  const { before, after, action, isDeposed } = resource;
  // A deposed repository has the same name as the new one, which exists.
  if (isDeposed && (moment === 'before' || action !== 'delete' || resource.kind === 'repository')) return;
  // A registry exists before and after, even if it is empty.
  if (before !== undefined) collected.registry(before.registry);
  if (after !== undefined) collected.registry(after.registry);
  if (moment === 'before') {
    if (before === undefined) announce(resource, collected);
    else tell(resource, 'before', 'no-op', collected);
    return;
  }
  if (action === 'delete' || (action === 'replace' && isDeletedFirst(resource))) {
    tell(resource, 'before', 'delete', collected);
  }
  if (after !== undefined) tell(resource, 'after', action, collected);
}

/**
 * Whether a replacement deletes the old object: a repository always, any other type only if its registry, repository or name
 * changes.
 */
function isDeletedFirst(resource: PlannedResource): boolean {
  if (resource.kind === 'repository') return true;
  const { before, after } = resource;
  if (before === undefined || after === undefined) return false;
  if (registryKey(before.registry) !== registryKey(after.registry)) return true;
  if (isSetting(resource)) return nameIn(resource, 'before') !== nameIn(resource, 'after');
  return 'repository' in before && 'repository' in after && before.repository !== after.repository;
}

/**
 * Records the repository or the name of a resource that does not exist before. A repository with an attached policy is assumed to
 * exist before, too. A setting that is created is known to be missing before.
 */
function announce(resource: PlannedResource, collected: Collected): void {
  const { kind, after } = resource;
  if (isSetting(resource)) {
    if (resource.after !== undefined) collected.registry(resource.after.registry).settings.announce(resource);
    return;
  }
  if ((kind !== 'repository-policy' && kind !== 'lifecycle-policy') || after === undefined) return;
  if (isKnown(after.repository)) collected.repository(after.registry, after.repository);
}

/** @param from which values to add: a deleted resource has none after */
function tell(resource: PlannedResource, from: Moment, action: Action, collected: Collected): void {
  switch (resource.kind) {
    case 'repository': {
      const values = resource[from];
      if (values === undefined || !isKnown(values.name)) return;
      const parts = collected.repository(values.registry, values.name);
      (parts.itself ??= new Standing()).add(values, action);
      return;
    }
    case 'repository-policy': {
      const values = resource[from];
      if (values === undefined || !isKnown(values.repository)) return;
      const parts = collected.repository(values.registry, values.repository);
      (parts.policy ??= new Standing()).add(policyInModel(values.policy), action);
      return;
    }
    case 'lifecycle-policy': {
      const values = resource[from];
      if (values === undefined || !isKnown(values.repository)) return;
      const parts = collected.repository(values.registry, values.repository);
      (parts.lifecyclePolicy ??= new Standing()).add(values.policy, action);
      return;
    }
    case 'registry-policy': {
      const values = resource[from];
      if (values === undefined) return;
      collected.registry(values.registry).policy.add(policyInModel(values.policy), action);
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
      if (registry !== undefined) collected.registry(registry).settings.tell(resource, from, action);
      return;
    }
    case 'identity-policy':
    case 'policy-attachment':
      return;
  }
}
