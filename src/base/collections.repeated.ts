/** Returns the items whose key an earlier item has, in their order. Ignores items without a key. */
export function findDuplicates<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
): readonly Item[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (key === undefined) return false;
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  });
}
