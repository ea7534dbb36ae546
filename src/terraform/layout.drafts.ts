import { registryKey } from '../aws/arn';
import type { Account, Deployment } from '../model/deployment';
import type { AccountId } from '../aws/names';
import { getPartition, iamRegion, type PartitionId } from '../aws/partitions';
import type { Registry, Topology } from '../model/topology';
import { identityResources } from './resources';
import type { RegistryResource } from '../model/deployment.resource';
import type { PlacedResource, ProviderLayout } from './layout';

/** A stack whose dependencies are not computed yet. */
export interface StackDraft {
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
export function draftStacks(
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
