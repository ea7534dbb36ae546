import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Account, Credentials, Deployment, Registry, RegistryName } from '../src/registry';

/** The provider of each registry, under the registry's name. */
export type Providers = ReadonlyMap<RegistryName, AwsProvider>;

/** One provider for each registry: an alias stands for an account in a Region, as in plain Terraform. */
export function addProviders(
  stack: TerraformStack,
  registries: readonly Registry[],
  deployment: Deployment,
): Providers {
  // The bindings ask for the bare source `aws` in one exact version: the first breaks OpenTofu's lock file, the
  // second keeps fixes out.
  stack.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '~> 6.25' });
  return new Map(
    registries.map((registry) => [registry.name, addProvider(stack, registry, deployment)] as const),
  );
}

function addProvider(stack: TerraformStack, registry: Registry, { accounts, tags }: Deployment): AwsProvider {
  const account = accounts.find(({ id }) => id === registry.accountId);
  return new AwsProvider(stack, `provider.${registry.name}`, {
    alias: registry.name,
    region: registry.region,
    // Refuses the wrong credentials before anything is planned.
    allowedAccountIds: [registry.accountId],
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
