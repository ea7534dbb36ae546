import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import {
  getPartition,
  iamRegion,
  type Account,
  type AccountId,
  type Credentials,
  type Deployment,
  type PartitionId,
  type RegistryName,
  type Topology,
} from '../src/registry';

export interface Providers {
  /** Under the registry's name. */
  readonly ofRegistry: (name: RegistryName) => AwsProvider;
  /** One that reaches the account: IAM is the same in every Region. */
  readonly ofAccount: (id: AccountId) => AwsProvider;
}

/**
 * One provider for each registry: an alias stands for an account in a Region, as in plain Terraform. An account that
 * only calls gets one too; any other is reached through one of its registries, for each provider is a process.
 */
export function addProviders(stack: TerraformStack, topology: Topology, deployment: Deployment): Providers {
  // The bindings ask for the bare source `aws` in one exact version: the first breaks OpenTofu's lock file, the
  // second keeps fixes out.
  stack.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '~> 6.25' });
  const byRegistry = new Map<string, AwsProvider>();
  const byAccount = new Map<string, AwsProvider>();
  for (const registry of topology.registries) {
    const provider = addProvider(stack, registry.name, registry, deployment);
    byRegistry.set(registry.name, provider);
    // Registries are sorted by name: the first of the account.
    if (!byAccount.has(registry.accountId)) byAccount.set(registry.accountId, provider);
  }
  // Also of an account to which nothing is attached any more: Terraform needs its provider to take back what was, and
  // starts none that it does not need.
  for (const { id: accountId, name } of deployment.accounts) {
    if (byAccount.has(accountId)) continue;
    // No registry is called so, for their names hold no hyphen.
    const alias = `account-${name}`;
    byAccount.set(
      accountId,
      addProvider(
        stack,
        alias,
        { accountId, region: iamRegion(partitionOf(accountId, topology)) },
        deployment,
      ),
    );
  }
  return {
    ofRegistry: (name) => getOf(byRegistry, name),
    ofAccount: (id) => getOf(byAccount, id),
  };
}

/** An account id does not tell; its roles do, and else the registries that it is declared beside. */
function partitionOf(account: AccountId, { registries, identities }: Topology): PartitionId {
  const identity = identities.find(({ accountId }) => accountId === account);
  const [registry] = registries;
  return identity?.partition ?? (registry === undefined ? 'aws' : getPartition(registry.region).id);
}

function getOf(providers: ReadonlyMap<string, AwsProvider>, name: string): AwsProvider {
  const provider = providers.get(name);
  if (provider === undefined) throw new RangeError(`no provider for '${name}'`);
  return provider;
}

interface Place {
  readonly accountId: AccountId;
  readonly region: string;
}

function addProvider(
  stack: TerraformStack,
  alias: string,
  { accountId, region }: Place,
  { accounts, tags }: Deployment,
): AwsProvider {
  const account = accounts.find(({ id }) => id === accountId);
  return new AwsProvider(stack, `provider.${alias}`, {
    alias,
    region,
    // Refuses the wrong credentials before anything is planned.
    allowedAccountIds: [accountId],
    ...credentialsOf(account),
    ...(Object.keys(tags).length === 0 ? {} : { defaultTags: [{ tags: { ...tags } }] }),
  });
}

function credentialsOf(account: Account | undefined) {
  const credentials: Credentials = account?.credentials ?? { kind: 'ambient' };
  switch (credentials.kind) {
    case 'ambient':
      return {};
    case 'profile':
      return { profile: credentials.profile };
    case 'assumeRole': {
      const { arn: roleArn, externalId, sessionName } = credentials;
      return {
        assumeRole: [
          {
            roleArn,
            ...(externalId === undefined ? {} : { externalId }),
            ...(sessionName === undefined ? {} : { sessionName }),
          },
        ],
      };
    }
  }
}
