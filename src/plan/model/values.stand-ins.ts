import type { AccountId } from '../../aws/names';
import type { Region } from '../../aws/partitions';

/** Returns a placeholder for an unknown account. It differs from every account ID; check with `isAccountId`. */
export function placeholderAccount(owner: string): AccountId {
  return `account of ${owner}` as AccountId;
}

/** Returns a placeholder for an unknown Region; check with `isRegionKnown`. */
export function placeholderRegion(owner: string): Region {
  return `region of ${owner}` as Region;
}

const PREVIOUS_PROVIDER = 'the former provider of ';

/**
 * Returns the owner to use in the placeholders of a resource that was removed from the configuration. Each resource has its
 * own, because two of them may have been in two registries.
 */
export function previousProviderOf(address: string): string {
  return `${PREVIOUS_PROVIDER}'${address}'`;
}

export function isOfPreviousProvider(accountOrRegion: AccountId | Region): boolean {
  return (
    accountOrRegion.startsWith(placeholderAccount(PREVIOUS_PROVIDER)) ||
    accountOrRegion.startsWith(placeholderRegion(PREVIOUS_PROVIDER))
  );
}

/** Whether a text has the form of a Region. There is no list, because AWS adds Regions every year. */
export function isRegionKnown(region: string): region is Region {
  return /^[a-z]{2,8}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(region);
}
