import { identityArn, registryKey, registryText, type KnownIdentityId, type RegistryId } from '../../aws/arn';
import {
  registryNamePlaceholder,
  uncheckedRepositoryName,
  type RegistryName,
  type RepositoryName,
} from '../../aws/names';
import type { ManagedPolicy } from '../../aws/policy/managed-policies';
import { compareText, groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { ONLY } from '../../model/resource-types';
import type {
  Identity,
  PlannedRegistry,
  PlannedRepository,
  PlannedTopology,
  Topology,
} from '../../model/topology';
import { isKnown, knownStatements, UNKNOWN, unknownOf, type Unknown } from '../../model/unknown';
import type { LocatedPlan } from '../locate/providers';
import type { PlannedOf, PlannedRepositoryValues, PlannedResource } from '../model/planned-resource';
import type { BeforeOrAfter } from '../model/values';
import { collectSlots, type RegistryKind, type RegistrySlots } from './slots';

export type NameRegistry = (id: RegistryId) => PlannedRegistry['name'];

/**
 * Returns the resource that manages a value of a registry, or undefined if no plan contains one. If several do, the first one
 * that writes the value.
 * @param name of the repository or setting; `UNKNOWN` for any resource whose name is known only after apply
 */
export type FindResource = <Kind extends RegistryKind>(
  when: BeforeOrAfter,
  kind: Kind,
  registry: RegistryId,
  name?: string | Unknown,
) => PlannedOf<Kind> | undefined;

interface BuiltTopologies extends Readonly<Record<BeforeOrAfter, PlannedTopology>> {
  readonly resourceOf: FindResource;
}

/** Builds the topologies before and after the plans are applied. Values that the plans do not contain are unknown. */
export function buildTopologies(
  resources: readonly PlannedResource[],
  nameOf: NameRegistry,
): BuiltTopologies {
  // A deposed object has the same name as the new one, which exists.
  const withoutDeposed = resources.filter(({ isDeposed }) => !isDeposed);
  const managed = managedRepositoryKeys(withoutDeposed);
  const cached = new RepositoryCache();
  const slots = { before: collectSlots('before', resources), after: collectSlots('after', resources) };
  const at = (when: BeforeOrAfter): PlannedTopology => ({
    registries: buildRegistries(slots[when].values(), managed, cached, nameOf),
    identities: buildIdentities(when, withoutDeposed),
  });
  return {
    before: at('before'),
    after: at('after'),
    resourceOf: (when, kind, registry, name = ONLY) =>
      slots[when].get(registryKey(registry))?.resource(kind, name),
  };
}

/** Most repositories of a large plan do not change. The cache makes them the same object in both topologies. */
class RepositoryCache {
  private readonly cached = new Map<PlannedRepositoryValues, PlannedRepository>();

  public repository(name: RepositoryName, repositoryValues: RepositoryValues): PlannedRepository {
    const { values, policy, lifecyclePolicy } = repositoryValues;
    const cached = values === undefined ? undefined : this.cached.get(values);
    const isSame = cached?.policy === policy && cached?.settings.lifecyclePolicy === lifecyclePolicy;
    if (cached !== undefined && isSame) return cached;
    const built = buildRepository(name, repositoryValues);
    if (values !== undefined) this.cached.set(values, built);
    return built;
  }
}

function buildRegistries(
  all: Iterable<RegistrySlots>,
  managed: ReadonlySet<string>,
  cached: RepositoryCache,
  nameOf: NameRegistry,
): readonly PlannedRegistry[] {
  return sortedBy(
    [...all].map((slots) => buildRegistry(slots, managed, cached, nameOf)),
    ({ name, accountId, region }) => `${name} ${accountId} ${region}`,
  );
}

/** The values of a repository, merged from all its resources. */
interface RepositoryValues {
  /** Undefined if the repository does not exist, or is in no plan. */
  readonly values: PlannedRepositoryValues | undefined;
  readonly policy: PlannedRepository['policy'];
  readonly lifecyclePolicy: PlannedRepository['settings']['lifecyclePolicy'];
  /** Whether the plans delete the lifecycle policy, so that the repository certainly has none. */
  readonly isLifecyclePolicyDeleted: boolean;
}

/** Returns the keys of all repositories that are managed in a plan, before or after. */
function managedRepositoryKeys(resources: readonly PlannedResource[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const resource of resources) {
    if (resource.kind !== 'repository') continue;
    const { before, after } = resource;
    // A repository that does not change exists both before and after, so its key is not needed.
    if (before !== undefined && before === after) continue;
    for (const values of [before, after]) {
      if (values !== undefined && isKnown(values.name)) {
        found.add(repositoryKey(values.registry, values.name));
      }
    }
  }
  return found;
}

function repositoryKey(registry: RegistryId, name: RepositoryName): string {
  return `${registryKey(registry)}/${name}`;
}

function buildRegistry(
  slots: RegistrySlots,
  managed: ReadonlySet<string>,
  cached: RepositoryCache,
  nameOf: NameRegistry,
): PlannedRegistry {
  const { id } = slots;
  const existing = [...slots.repositoryNames()].flatMap((text): PlannedRepository | readonly [] => {
    const repositoryValues = mergeRepositorySlots(slots, text);
    const name = uncheckedRepositoryName(text);
    // Managed in a plan, but missing before or after.
    if (repositoryValues.values === undefined && managed.has(repositoryKey(id, name))) return [];
    return cached.repository(name, repositoryValues);
  });
  return {
    ...id,
    name: nameOf(id),
    repositories: sortedBy(existing, ({ name }) => name),
    policy: slots.get('registry-policy')?.knownValue(),
    replication: slots.get('replication')?.knownValue() ?? [],
    ...slots.settings(),
  };
}

/** ECR deletes attached policies together with the repository, so only those that the plans write again exist after. */
function mergeRepositorySlots(slots: RegistrySlots, name: string): RepositoryValues {
  const itself = slots.get('repository', name);
  const policy = slots.get('repository-policy', name);
  const lifecyclePolicy = slots.get('lifecycle-policy', name);
  const isRecreated = itself?.isRecreated;
  return {
    values: itself?.current,
    policy: policy?.knownValue(isRecreated),
    lifecyclePolicy: lifecyclePolicy?.knownValue(isRecreated),
    isLifecyclePolicyDeleted: lifecyclePolicy?.isDeleted === true,
  };
}

/** If a repository is in no plan, only its attached policies are known. */
function buildRepository(
  name: RepositoryName,
  { values, policy, lifecyclePolicy, isLifecyclePolicyDeleted }: RepositoryValues,
): PlannedRepository {
  const { forceDelete, imageTagMutability, scanOnPush, encryption, tags } = values ?? UNKNOWN_VALUES;
  return {
    name,
    forceDelete,
    // A plan does not contain prevent_destroy.
    preventDestroy: false,
    policy,
    settings: {
      imageTagMutability,
      scanOnPush,
      encryption,
      tags,
      lifecyclePolicy:
        lifecyclePolicy ?? (values === undefined && !isLifecyclePolicyDeleted ? UNKNOWN : undefined),
    },
  };
}

const UNKNOWN_VALUES = unknownOf(['forceDelete', 'imageTagMutability', 'scanOnPush', 'encryption', 'tags']);

interface IdentityParts {
  readonly id: KnownIdentityId;
  readonly policies: Identity<Unknown>['policy'][];
  readonly managed: ManagedPolicy[];
}

function buildIdentities(
  when: BeforeOrAfter,
  resources: readonly PlannedResource[],
): readonly Identity<Unknown>[] {
  const found = new Map<string, IdentityParts>();
  const partsOfIdentity = (id: KnownIdentityId): IdentityParts => {
    const key = identityArn(id);
    const parts = found.get(key) ?? { id, policies: [], managed: [] };
    found.set(key, parts);
    return parts;
  };
  for (const resource of resources) {
    if (resource.kind === 'identity-policy') {
      const values = resource[when];
      if (values === undefined || !isKnown(values.identity)) continue;
      partsOfIdentity(values.identity).policies.push(values.policy);
    } else if (resource.kind === 'policy-attachment') {
      const values = resource[when];
      if (values === undefined || !isKnown(values.identity) || !isKnown(values.policy)) continue;
      partsOfIdentity(values.identity).managed.push(values.policy);
    }
  }
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { id, policies, managed }]) => ({
      ...id,
      policy: mergePolicies(policies),
      managedPolicies: sortedUnique(managed),
    }));
}

/** Merges the statements of several inline policies of a role. */
function mergePolicies(policies: readonly Identity<Unknown>['policy'][]): Identity<Unknown>['policy'] {
  if (!policies.every(isKnown)) return UNKNOWN;
  const [only, ...others] = policies;
  return others.length === 0 ? only : { statements: policies.flatMap(knownStatements) };
}

/**
 * Returns a function that names a registry: by the declaration, otherwise by the alias of the provider that reaches it and no
 * other registry, otherwise by account and Region.
 */
export function createRegistryNamer(
  plans: readonly LocatedPlan[],
  declared: Topology | undefined,
): (id: RegistryId) => RegistryName {
  const names = new Map(
    (declared?.registries ?? []).map((registry) => [registryKey(registry), registry.name]),
  );
  for (const [key, alias] of providerAliases(plans)) if (!names.has(key)) names.set(key, alias);
  return (id) => names.get(registryKey(id)) ?? registryNamePlaceholder(registryText(id));
}

function providerAliases(plans: readonly LocatedPlan[]): readonly (readonly [string, RegistryName])[] {
  const all = plans.flatMap(({ providers }) =>
    [...providers].flatMap(([provider, id]) => {
      const alias = /\.([^.:]+)$/.exec(provider)?.[1];
      return alias === undefined ? [] : { alias, key: registryKey(id) };
    }),
  );
  return [...groupBy(all, ({ alias }) => alias)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([alias, found]): readonly (readonly [string, RegistryName])[] => {
      const keys = new Set(found.map(({ key }) => key));
      const name = registryNamePlaceholder(alias);
      return keys.size > 1 ? [] : [[found[0].key, name]];
    });
}
