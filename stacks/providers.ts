import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { TerraformStack } from 'cdktf';
import type { Account, Credentials, Deployment, ProviderLayout } from '../src/registry';

/** One configuration of the AWS provider: an account, with a Region, and how to reach it. */
export function addProvider(
  stack: TerraformStack,
  { alias, accountId, region }: ProviderLayout,
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
