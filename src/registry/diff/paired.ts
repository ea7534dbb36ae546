import { sortedUnique } from '../order';

/** The items of one name in two lists. At least one is defined. */
interface Pair<Name extends string, Item> {
  readonly name: Name;
  readonly was: Item | undefined;
  readonly is: Item | undefined;
}

/** Pairs the items of two lists by name, sorted by name. */
export function paired<Name extends string, Item>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => Name,
): readonly Pair<Name, Item>[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const fresh = new Map(after.map((item) => [nameOf(item), item]));
  return sortedUnique([...old.keys(), ...fresh.keys()]).map((name) => ({
    name,
    was: old.get(name),
    is: fresh.get(name),
  }));
}
