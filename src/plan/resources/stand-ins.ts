import type { AccountId, Region } from '../../registry';

/** In place of 12 digits; `isAccountId` tells. A text that no account has, so that it equals nothing but itself. */
export function standInAccount(whose: string): AccountId {
  return `account of ${whose}` as AccountId;
}

/** In place of a Region; `isRegionKnown` tells. */
export function standInRegion(whose: string): Region {
  return `region of ${whose}` as Region;
}

const FORMER = 'the former provider of ';

/**
 * What stands in place of the account or Region of a resource that is gone from the configuration. Each has its own: two
 * of them may have been in two places.
 */
export function formerProviderOf(address: string): string {
  return `${FORMER}'${address}'`;
}

export function isOfFormerProvider(place: AccountId | Region): boolean {
  return place.startsWith(standInAccount(FORMER)) || place.startsWith(standInRegion(FORMER));
}

/** Whether it is one and no stand-in: any text that looks like a Region, for AWS has new ones every year. */
export function isRegionKnown(region: string): region is Region {
  return /^[a-z]{2,8}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/.test(region);
}
