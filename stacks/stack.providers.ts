import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Account, Credentials, Deployment } from '../src/model/deployment';
import type { ProviderLayout } from '../src/terraform/layout';

/** Adds a configuration of the AWS provider for an account in a Region, with its credentials. */
export function addProvider(
  stack: TerraformStack,
  { alias, accountId, region }: ProviderLayout,
  { accounts, tags }: Deployment,
): AwsProvider {
  const account = accounts.find(({ id }) => id === accountId);
  return new AwsProvider(stack, `provider.${alias}`, {
    alias,
    region,
    // Terraform fails before planning if the credentials belong to another account.
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
