/**
 * Returns whether two values of the model are equal. They are plain data with sorted lists, and equal values
 * are mostly the same object.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
