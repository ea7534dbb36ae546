import type { KnownRegistryId } from '../../aws/arn';
import type { RegistryName } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { memoize, sortedUnique } from '../../base/collections';
import type { Account } from '../../model/deployment';
import { AwsError } from '../failure';
import { openAccount, type AwsSession } from '../session';

/** A registry to read. */
export interface ReadTarget extends KnownRegistryId {
  readonly name: RegistryName;
  /**
   * Opens the account of the registry, after checking its ID.
   * @throws AwsError if AWS does not accept the credentials, or they belong to another account
   */
  readonly open: () => Promise<AwsSession>;
}

/** Returns declared registries as targets, with the credentials of their accounts. Each account is opened once. */
export function declaredTargets(
  registries: readonly Omit<ReadTarget, 'open'>[],
  accounts: readonly Account[],
): readonly ReadTarget[] {
  const openOnce = memoize((account: Account) =>
    openInAnyRegion(
      account,
      sortedUnique(registries.flatMap(({ accountId, region }) => (accountId === account.id ? region : []))),
    ),
  );
  return registries.map(({ name, accountId, region }) => ({
    name,
    accountId,
    region,
    open: () => {
      const account = accounts.find(({ id }) => id === accountId);
      if (account === undefined) throw new Error(`No account is declared for ${accountId}.`);
      return openOnce(account);
    },
  }));
}

/** AWS rejects all credentials in a Region that the account has not enabled, so the next Region is tried. */
async function openInAnyRegion(account: Account, [first, ...others]: readonly Region[]): Promise<AwsSession> {
  if (first === undefined) throw new Error(`Account '${account.name}' has no registry.`);
  try {
    return await openAccount(account, first);
  } catch (error) {
    const isRejected = error instanceof AwsError && error.failure.kind === 'credentials';
    if (!isRejected || others.length === 0) throw error;
    return openInAnyRegion(account, others);
  }
}
