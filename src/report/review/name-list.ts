import { listed, sortedUnique } from '../../registry';

/** Names that a reviewer reads in a line; the JSON has all. */
const MOST_NAMES = 8;

/** `app, api`; `a, b and 392 more`. Sorted. */
export function nameList(names: Iterable<string>): string {
  return listed(sortedUnique(names), MOST_NAMES);
}
