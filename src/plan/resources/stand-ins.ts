import type { AccountId, Region } from '../../registry';

/** Returns a placeholder for an unknown account. It differs from every account ID; check with `isAccountId`. */
export function standInAccount(whose: string): AccountId {
  return `account of ${whose}` as AccountId;
}

/** Returns a placeholder for an unknown Region; check with `isRegionKnown`. */
export function standInRegion(whose: string): Region {
  return `region of ${whose}` as Region;
}

const FORMER = 'the former provider of ';

/**
 * Returns the owner to use in the placeholders of a resource that was removed from the configuration. Each resource has its
 * own, because two of them may have been in two registries.
 */
export function formerProviderOf(address: string): string {
  return `${FORMER}'${address}'`;
}

export function isOfFormerProvider(place: AccountId | Region): boolean {
  return place.startsWith(standInAccount(FORMER)) || place.startsWith(standInRegion(FORMER));
}

/** Whether a text has the form of a Region. There is no list, because AWS adds Regions every year. */
export function isRegionKnown(region: string): region is Region {
  return /^[a-z]{2,8}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(region);
}
