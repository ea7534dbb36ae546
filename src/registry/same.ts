/**
 * Whether two values of the model are the same: plain data, of which every list is sorted, and which is mostly the same
 * object where it is equal.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
