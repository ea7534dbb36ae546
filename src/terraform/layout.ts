import { registryKey } from '../aws/arn';
import type { AccountId } from '../aws/names';
import { getPartition, iamRegion, type PartitionId, type Region } from '../aws/partitions';
import { sortedUnique } from '../base/collections';
import type { Account, Deployment, RegistryResource, Resource } from '../model/deployment';
import { rowOf } from '../model/resource-types';
import type { Registry, Topology } from '../model/topology';
import { dependenciesOf, type DeployedResources } from './dependencies';
import { identityImportId, identityResources, resourceAddress, resourcesOf } from './resources';

/** A stack: one Terraform state with its resources and dependencies. */
export interface StackLayout {
  /** Part of the name of the state, so it must not change. */
  readonly name: string;
  readonly providers: readonly ProviderLayout[];
  readonly resources: readonly PlacedResource[];
  /** The registries whose repositories are in this stack. The stack outputs their URLs. */
  readonly registries: readonly Registry[];
  /** The names of other stacks, sorted. */
  readonly dependsOn: readonly string[];
  /** The resources of these stacks that must exist before a resource of this stack. No duplicates. */
  readonly dependencies: readonly StackDependency[];
}

/** A resource of another stack. */
export interface StackDependency {
  readonly stack: string;
  readonly resource: RegistryResource;
}

/** A configuration of the AWS provider. */
export interface ProviderLayout {
  readonly alias: string;
  readonly accountId: AccountId;
  readonly region: string;
}

/** A resource with its provider and dependencies. */
export interface PlacedResource {
  readonly resource: Resource;
  /** The alias of its provider. */
  readonly provider: string;
  /** Set if it differs from the provider's Region: the `region` argument of version 6 of the AWS provider. */
  readonly region: Region | undefined;
  /** Addresses in the same stack for `depends_on`, in addition to references. */
  readonly after: readonly string[];
  /** The import ID if the resource exists and is imported. */
  readonly importedAs: string | undefined;
}

/** Returns the stacks of a topology. Dependencies between stacks have no cycle, for any replication. */
export function layOut(topology: Topology, deployment: Deployment): readonly StackLayout[] {
  const deployed: DeployedResources = new Map(
    topology.registries.map((registry) => [registryKey(registry), resourcesOf(registry)]),
  );
  const drafts = draftStacks(topology, deployment, (registry) => deployed.get(registryKey(registry)) ?? []);
  const stackOf = new Map<Resource, string>(
    drafts.flatMap(({ name, resources }) => resources.map(({ resource }) => [resource, name] as const)),
  );
  const imported = new Set(deployment.imports);
  return drafts.map((draft) => layOutStack(draft, deployed, stackOf, imported));
}

/** Returns the names of the stacks, which depend only on the accounts and registries. */
export function stackNames(topology: Topology, deployment: Deployment): readonly string[] {
  return draftStacks({ ...topology, identities: [] }, deployment, () => []).map(({ name }) => name);
}

/** Maps the name of each stack to its purpose. Renaming a stack does not change its purpose. */
export function stackPurposes(topology: Topology, deployment: Deployment): ReadonlyMap<string, string> {
  const drafts = draftStacks({ ...topology, identities: [] }, deployment, () => []);
  return new Map(drafts.map(({ name, purpose }) => [name, purpose]));
}

function layOutStack(
  { name, providers, resources, registries }: StackDraft,
  deployed: DeployedResources,
  stackOf: ReadonlyMap<Resource, string>,
  imported: ReadonlySet<string>,
): StackLayout {
  const regionOf = new Map(providers.map(({ alias, region }) => [alias, region]));
  const stackOfDependency = new Map<RegistryResource, string>();
  const placed = resources.map(({ resource, provider, region }): PlacedResource => {
    const after: string[] = [];
    for (const dependency of dependenciesOf(resource, deployed)) {
      const stack = stackOf.get(dependency);
      if (stack === name) after.push(resourceAddress(dependency));
      else if (stack !== undefined) stackOfDependency.set(dependency, stack);
    }
    const isImported = imported.size > 0 && imported.has(resourceAddress(resource));
    const importedId = isImported ? importIdOf(resource) : undefined;
    // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
    const regionSuffix = region === undefined || region === regionOf.get(provider) ? '' : `@${region}`;
    return {
      resource,
      provider,
      region,
      after,
      importedAs: importedId === undefined ? undefined : `${importedId}${regionSuffix}`,
    };
  });
  const dependencies = [...stackOfDependency].map(([resource, stack]): StackDependency => ({
    stack,
    resource,
  }));
  const dependsOn = sortedUnique(stackOfDependency.values());
  return { name, providers, resources: placed, registries, dependsOn, dependencies };
}

function importIdOf(resource: Resource): string {
  return 'registry' in resource
    ? rowOf(resource.type).importId(resource, resource.registry)
    : identityImportId(resource);
}

/** A stack whose dependencies are not computed yet. */
interface StackDraft {
  readonly name: string;
  /**
   * Identifies the content of the stack independently of its name: an account or registry, and whether it
   * contains the replication.
   */
  readonly purpose: string;
  readonly providers: readonly ProviderLayout[];
  readonly resources: readonly DraftResource[];
  readonly registries: readonly Registry[];
}

type DraftResource = Pick<PlacedResource, 'provider' | 'region' | 'resource'>;

type ResourcesGetter = (registry: Registry) => readonly RegistryResource[];

/**
 * Returns the stacks of a topology. They depend only on the declared accounts and registries. An empty stack is
 * kept, because Terraform does not destroy the resources of a stack that is removed, for example replication.
 * Replication is in separate stacks, so registries that replicate to each other do not cause a dependency
 * cycle.
 */
function draftStacks(
  topology: Topology,
  deployment: Deployment,
  getResources: ResourcesGetter,
): readonly StackDraft[] {
  switch (deployment.stacksBy) {
    case 'topology':
      return [singleStack(topology, deployment, getResources)];
    case 'account':
      return deployment.accounts.flatMap((account) => accountStacks(account, topology, getResources));
    case 'registry':
      return [
        ...topology.registries.flatMap((registry) => registryStacks(registry, getResources)),
        ...deployment.accounts.map((account) => identitiesStack(account, topology)),
      ];
  }
}

/**
 * Returns one stack with all resources and one provider for each registry. As in plain Terraform, a provider
 * alias is an account in a Region.
 */
function singleStack(
  topology: Topology,
  { accounts }: Deployment,
  getResources: ResourcesGetter,
): StackDraft {
  const { registries, identities } = topology;
  const registryProviders = registries.map(registryProvider);
  // An account without attached policies keeps its provider, because Terraform requires it to destroy earlier
  // ones. Terraform does not start a provider that it does not need. An account with a registry uses the
  // provider of the registry, because each provider is a process.
  const accountProviders = accounts
    .filter(({ id }) => !registries.some(({ accountId }) => accountId === id))
    // Registry names contain no hyphen, so this alias is unique.
    .map(({ id, name }) => accountProvider(id, `account-${name}`, topology));
  const providers = [...registryProviders, ...accountProviders];
  const aliasOf = (account: AccountId) => aliasFor(account, providers);
  return {
    name: 'ecr-topology',
    purpose: 'topology',
    providers,
    resources: [
      ...registries.flatMap((registry) => resourcesIn(registry, getResources, isNotReplication, byRegistry)),
      ...registries.flatMap((registry) => resourcesIn(registry, getResources, isReplication, byRegistry)),
      ...identities.flatMap((identity) => {
        const provider = aliasOf(identity.accountId);
        return identityResources(identity).map((resource) => ({ resource, provider, region: undefined }));
      }),
    ],
    registries,
  };
}

/** Returns the stacks of one account. They share one provider, and each resource sets its Region. */
function accountStacks(
  { id, name }: Account,
  topology: Topology,
  getResources: ResourcesGetter,
): readonly StackDraft[] {
  const registries = topology.registries.filter(({ accountId }) => accountId === id);
  const providers = [accountProvider(id, name, topology)];
  const place: Placement = ({ region }) => ({ provider: name, region });
  return [
    {
      name,
      purpose: id,
      providers,
      resources: [
        ...registries.flatMap((registry) => resourcesIn(registry, getResources, isNotReplication, place)),
        ...identityResourcesOf(id, name, topology),
      ],
      registries,
    },
    {
      name: replicationStack(name),
      purpose: replicationStack(id),
      providers,
      resources: registries.flatMap((registry) => resourcesIn(registry, getResources, isReplication, place)),
      registries: [],
    },
  ];
}

function registryStacks(registry: Registry, getResources: ResourcesGetter): readonly StackDraft[] {
  const { name } = registry;
  const providers = [registryProvider(registry)];
  return [
    {
      name,
      purpose: registryKey(registry),
      providers,
      resources: resourcesIn(registry, getResources, isNotReplication, byRegistry),
      registries: [registry],
    },
    {
      name: replicationStack(name),
      purpose: replicationStack(registryKey(registry)),
      providers,
      resources: resourcesIn(registry, getResources, isReplication, byRegistry),
      registries: [],
    },
  ];
}

/**
 * Returns the stack of the policies attached to roles and users of an account, which may have any number of
 * registries.
 */
function identitiesStack({ id, name }: Account, topology: Topology): StackDraft {
  return {
    name: `${name}-identities`,
    purpose: `${id}-identities`,
    providers: [accountProvider(id, name, topology)],
    resources: identityResourcesOf(id, name, topology),
    registries: [],
  };
}

function replicationStack(name: string): string {
  return `${name}-replication`;
}

type Placement = (registry: Registry) => Pick<PlacedResource, 'provider' | 'region'>;

const byRegistry: Placement = ({ name }) => ({ provider: name, region: undefined });

function resourcesIn(
  registry: Registry,
  getResources: ResourcesGetter,
  isIncluded: (resource: RegistryResource) => boolean,
  place: Placement,
): readonly DraftResource[] {
  return getResources(registry)
    .filter(isIncluded)
    .map((resource) => ({ resource, ...place(registry) }));
}

function isReplication({ type }: RegistryResource): boolean {
  return type === 'aws_ecr_replication_configuration';
}

function isNotReplication(resource: RegistryResource): boolean {
  return !isReplication(resource);
}

function identityResourcesOf(
  account: AccountId,
  provider: string,
  { identities }: Topology,
): readonly DraftResource[] {
  return identities
    .filter(({ accountId }) => accountId === account)
    .flatMap((identity) =>
      identityResources(identity).map((resource) => ({ resource, provider, region: undefined })),
    );
}

function registryProvider({ name, accountId, region }: Registry): ProviderLayout {
  return { alias: name, accountId, region };
}

/**
 * Uses the Region of the first registry of the account if there is one, because IAM is the same in every
 * Region.
 */
function accountProvider(account: AccountId, alias: string, topology: Topology): ProviderLayout {
  const registry = topology.registries.find(({ accountId }) => accountId === account);
  const region = registry?.region ?? iamRegion(partitionOf(account, topology));
  return { alias, accountId: account, region };
}

/**
 * The account ID does not contain the partition. Uses the partition of a role of the account, otherwise that of
 * the declared registries.
 */
function partitionOf(account: AccountId, { registries, identities }: Topology): PartitionId {
  const identity = identities.find(({ accountId }) => accountId === account);
  const [registry] = registries;
  return identity?.partition ?? (registry === undefined ? 'aws' : getPartition(registry.region).id);
}

/** Returns the alias of the first provider of an account. Providers of registries are sorted by name. */
function aliasFor(account: AccountId, providers: readonly ProviderLayout[]): string {
  const provider = providers.find(({ accountId }) => accountId === account);
  if (provider === undefined) throw new RangeError(`no provider for account ${account}`);
  return provider.alias;
}

/**
 * Groups stacks in the order in which to apply them. Stacks of one wave depend only on earlier waves and can be
 * applied in parallel. Destroy in the reverse order.
 */
export function wavesOf(stacks: readonly StackLayout[]): readonly (readonly StackLayout[])[] {
  const waves: (readonly StackLayout[])[] = [];
  const done = new Set<string>();
  let remaining = stacks;
  while (remaining.length > 0) {
    const wave = remaining.filter(({ dependsOn }) => dependsOn.every((name) => done.has(name)));
    if (wave.length === 0) throw new RangeError(`stacks depend on each other: ${namesOf(remaining)}`);
    waves.push(wave);
    for (const { name } of wave) done.add(name);
    remaining = remaining.filter(({ name }) => !done.has(name));
  }
  return waves;
}

function namesOf(stacks: readonly StackLayout[]): string {
  return stacks.map(({ name }) => name).join(', ');
}
