import type { KnownRegistryId } from '../../aws/arn';
import type { AccountId, RegistryName } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { memoize, sortedUnique } from '../../base/collections';
import type { Account } from '../../model/deployment';
import { openAccount, openInAnyRegion, type AwsSession } from '../session';

/** A registry to read. */
export interface ReadTarget extends KnownRegistryId {
  readonly name: RegistryName;
  /**
   * Opens the account of the registry, after checking its ID.
   * @throws AwsError if AWS does not accept the credentials, or they belong to another account
   */
  readonly open: () => Promise<AwsSession>;
}

/** Opens an account. Returns undefined if the declaration does not have it. */
export type AccountOpener = (accountId: AccountId) => Promise<AwsSession | undefined>;

/**
 * Returns a function that opens each declared account once, in a Region in which the account has a registry.
 * @param otherRegion for accounts without registries. Undefined if none of them is opened
 */
export function accountOpener(
  registries: readonly KnownRegistryId[],
  accounts: readonly Account[],
  otherRegion?: Region,
): AccountOpener {
  return memoize(async (accountId: AccountId) => {
    const account = accounts.find(({ id }) => id === accountId);
    if (account === undefined) return undefined;
    const own = sortedUnique(registries.flatMap((each) => (each.accountId === accountId ? each.region : [])));
    const regions = own.length === 0 && otherRegion !== undefined ? [otherRegion] : own;
    return openInAnyRegion(regions, (region) => openAccount(account, region));
  });
}

/** Returns declared registries as targets, with the credentials of their accounts. Each account is opened once. */
export function declaredTargets(
  registries: readonly Omit<ReadTarget, 'open'>[],
  accounts: readonly Account[],
  openAccountOnce: AccountOpener = accountOpener(registries, accounts),
): readonly ReadTarget[] {
  return registries.map(({ name, accountId, region }) => ({
    name,
    accountId,
    region,
    open: async () => {
      const session = await openAccountOnce(accountId);
      if (session === undefined) throw new Error(`No account is declared for ${accountId}.`);
      return session;
    },
  }));
}

/** @throws Error if there is none, which is a bug of this program */
export function findTarget({ name }: Pick<ReadTarget, 'name'>, targets: readonly ReadTarget[]): ReadTarget {
  const target = targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`Registry '${name}' has no target.`);
  return target;
}
