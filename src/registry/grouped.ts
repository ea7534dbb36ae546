/** Groups items by key, in the order in which the keys first appear. */
export function grouped<Item, Key>(
  items: Iterable<Item>,
  key: (item: Item) => Key,
): ReadonlyMap<Key, readonly [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const common = key(item);
    const group = groups.get(common);
    if (group === undefined) groups.set(common, [item]);
    else group.push(item);
  }
  return groups;
}
