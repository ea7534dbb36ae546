import type { BatchGetAccountStatusResponse } from '@aws-sdk/client-inspector2';
import type { Principal } from './access-keys';
import type { World } from './world';

/** Performs an operation of Amazon Inspector. Undefined if the fake has no such operation. */
export function callInspector(
  world: World,
  caller: Principal,
  region: string,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): BatchGetAccountStatusResponse | undefined {
  if (operation !== 'BatchGetAccountStatus') return undefined;
  const accountIds = Array.isArray(input.accountIds) ? input.accountIds.map(String) : [];
  const wanted = accountIds.length === 0 ? [caller.accountId] : accountIds;
  return {
    accounts: wanted
      .filter((accountId) => accountId === caller.accountId)
      .map((accountId) => accountStatus(accountId, world.registry(accountId, region).inspector)),
    // Only the delegated administrator may read the status of other accounts.
    failedAccounts: wanted
      .filter((accountId) => accountId !== caller.accountId)
      .map((accountId) => ({
        accountId,
        errorCode: 'ACCESS_DENIED' as const,
        errorMessage: 'Access denied',
      })),
  };
}

function accountStatus(accountId: string, ecr: string) {
  const state = (status: string) => ({ status, errorCode: 'ALREADY_ENABLED', errorMessage: '' });
  // A test can set any text.
  return {
    accountId,
    state: state(ecr === 'ENABLED' ? 'ENABLED' : 'DISABLED'),
    resourceState: {
      ec2: state('DISABLED'),
      ecr: state(ecr),
      lambda: state('DISABLED'),
      lambdaCode: state('DISABLED'),
    },
  } as NonNullable<BatchGetAccountStatusResponse['accounts']>[number];
}
