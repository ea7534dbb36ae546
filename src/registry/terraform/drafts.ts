import { registryKey } from '../arn';
import type { Account, Deployment } from '../deployment';
import type { AccountId } from '../names';
import { getPartition, iamRegion, type PartitionId } from '../partitions';
import type { Registry, Topology } from '../topology';
import { identityResources } from './resources';
import type { RegistryResource } from './resource';
import type { PlacedResource, ProviderLayout } from './layout';

/** A stack, before it is known what it depends on. */
export interface StackDraft {
  readonly name: string;
  /** What it is for, whatever it is called: an account, or a registry, and which half of it. */
  readonly place: string;
  readonly providers: readonly ProviderLayout[];
  readonly resources: readonly DraftResource[];
  readonly registries: readonly Registry[];
}

type DraftResource = Pick<PlacedResource, 'provider' | 'region' | 'resource'>;

type DeployedOf = (registry: Registry) => readonly RegistryResource[];

/**
 * Which stacks there are depends on the accounts and registries that are declared, and on nothing else: a stack that is
 * empty for now is there all the same, for one that vanished would leave what it deployed as it is, a replication that
 * was removed among it. Replication is apart, so that two that replicate to each other make no circle.
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

/** Everything, with one provider for each registry: an alias stands for an account in a Region, as in plain Terraform. */
function wholeStack(topology: Topology, { accounts }: Deployment, deployedOf: DeployedOf): StackDraft {
  const { registries, identities } = topology;
  const ofRegistries = registries.map(registryProvider);
  // Also of an account to which nothing is attached any more: Terraform needs its provider to take back what was, and
  // starts none that it does not need. An account with a registry is reached through that, for each provider is a process.
  const ofCallers = accounts
    .filter(({ id }) => !registries.some(({ accountId }) => accountId === id))
    // No registry is called so, for their names hold no hyphen.
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

/** One provider for the account; each resource says its Region. */
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

/** What is attached to the callers of an account, which may have many registries or none. */
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

/** Where the account has registries, in the Region of the first; IAM is the same in every Region. */
function accountProvider(account: AccountId, alias: string, topology: Topology): ProviderLayout {
  const registry = topology.registries.find(({ accountId }) => accountId === account);
  const region = registry?.region ?? iamRegion(partitionOf(account, topology));
  return { alias, accountId: account, region };
}

/** An account id does not tell; its roles do, and else the registries that it is declared beside. */
function partitionOf(account: AccountId, { registries, identities }: Topology): PartitionId {
  const identity = identities.find(({ accountId }) => accountId === account);
  const [registry] = registries;
  return identity?.partition ?? (registry === undefined ? 'aws' : getPartition(registry.region).id);
}

/** Registries are sorted by name: the first of the account. */
function aliasFor(account: AccountId, providers: readonly ProviderLayout[]): string {
  const provider = providers.find(({ accountId }) => accountId === account);
  if (provider === undefined) throw new RangeError(`no provider for account ${account}`);
  return provider.alias;
}
