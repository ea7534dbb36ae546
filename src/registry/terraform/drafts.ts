import { registryKey } from '../arn';
import type { Account, Deployment } from '../deployment';
import type { AccountId } from '../names';
import { getPartition, iamRegion, type PartitionId } from '../partitions';
import type { Registry, Topology } from '../topology';
import { identityResources } from './resources';
import type { RegistryResource } from './resource';
import type { PlacedResource, ProviderLayout } from './layout';

/** A stack whose dependencies are not computed yet. */
export interface StackDraft {
  readonly name: string;
  /**
   * Identifies the content of the stack independently of its name: an account or registry, and whether it
   * contains the replication.
   */
  readonly place: string;
  readonly providers: readonly ProviderLayout[];
  readonly resources: readonly DraftResource[];
  readonly registries: readonly Registry[];
}

type DraftResource = Pick<PlacedResource, 'provider' | 'region' | 'resource'>;

type DeployedOf = (registry: Registry) => readonly RegistryResource[];

/**
 * Returns the stacks of a topology. They depend only on the declared accounts and registries. An empty stack is
 * kept, because Terraform does not destroy the resources of a stack that is removed, for example replication.
 * Replication is in separate stacks, so registries that replicate to each other do not cause a dependency
 * cycle.
 */
export function draftStacks(
  topology: Topology,
  deployment: Deployment,
  deployedOf: DeployedOf,
): readonly StackDraft[] {
  switch (deployment.stacksBy) {
    case 'topology':
      return [wholeStack(topology, deployment, deployedOf)];
    case 'account':
      return deployment.accounts.flatMap((account) => accountStacks(account, topology, deployedOf));
    case 'registry':
      return [
        ...topology.registries.flatMap((registry) => registryStacks(registry, deployedOf)),
        ...deployment.accounts.map((account) => identitiesStack(account, topology)),
      ];
  }
}

/**
 * Returns one stack with all resources and one provider for each registry. As in plain Terraform, a provider
 * alias is an account in a Region.
 */
function wholeStack(topology: Topology, { accounts }: Deployment, deployedOf: DeployedOf): StackDraft {
  const { registries, identities } = topology;
  const ofRegistries = registries.map(registryProvider);
  // An account without attached policies keeps its provider, because Terraform requires it to destroy earlier
  // ones. Terraform does not start a provider that it does not need. An account with a registry uses the
  // provider of the registry, because each provider is a process.
  const ofCallers = accounts
    .filter(({ id }) => !registries.some(({ accountId }) => accountId === id))
    // Registry names contain no hyphen, so this alias is unique.
    .map(({ id, name }) => accountProvider(id, `account-${name}`, topology));
  const providers = [...ofRegistries, ...ofCallers];
  const aliasOf = (account: AccountId) => aliasFor(account, providers);
  return {
    name: 'ecr-topology',
    place: 'topology',
    providers,
    resources: [
      ...registries.flatMap((registry) => resourcesIn(registry, deployedOf, isBase, byRegistry)),
      ...registries.flatMap((registry) => resourcesIn(registry, deployedOf, isReplication, byRegistry)),
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
  deployedOf: DeployedOf,
): readonly StackDraft[] {
  const registries = topology.registries.filter(({ accountId }) => accountId === id);
  const providers = [accountProvider(id, name, topology)];
  const place: Place = ({ region }) => ({ provider: name, region });
  return [
    {
      name,
      place: id,
      providers,
      resources: [
        ...registries.flatMap((registry) => resourcesIn(registry, deployedOf, isBase, place)),
        ...identitiesOf(id, name, topology),
      ],
      registries,
    },
    {
      name: replicationStack(name),
      place: replicationStack(id),
      providers,
      resources: registries.flatMap((registry) => resourcesIn(registry, deployedOf, isReplication, place)),
      registries: [],
    },
  ];
}

function registryStacks(registry: Registry, deployedOf: DeployedOf): readonly StackDraft[] {
  const { name } = registry;
  const providers = [registryProvider(registry)];
  return [
    {
      name,
      place: registryKey(registry),
      providers,
      resources: resourcesIn(registry, deployedOf, isBase, byRegistry),
      registries: [registry],
    },
    {
      name: replicationStack(name),
      place: replicationStack(registryKey(registry)),
      providers,
      resources: resourcesIn(registry, deployedOf, isReplication, byRegistry),
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
    place: `${id}-identities`,
    providers: [accountProvider(id, name, topology)],
    resources: identitiesOf(id, name, topology),
    registries: [],
  };
}

function replicationStack(name: string): string {
  return `${name}-replication`;
}

type Place = (registry: Registry) => Pick<PlacedResource, 'provider' | 'region'>;

const byRegistry: Place = ({ name }) => ({ provider: name, region: undefined });

function resourcesIn(
  registry: Registry,
  deployedOf: DeployedOf,
  isMeant: (resource: RegistryResource) => boolean,
  place: Place,
): readonly DraftResource[] {
  return deployedOf(registry)
    .filter(isMeant)
    .map((resource) => ({ resource, ...place(registry) }));
}

function isReplication({ type }: RegistryResource): boolean {
  return type === 'aws_ecr_replication_configuration';
}

function isBase(resource: RegistryResource): boolean {
  return !isReplication(resource);
}

function identitiesOf(
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
