import { sortedUnique } from '../order';

/** A thing before and after, by its name: at least one of the two is there. */
interface Pair<Name extends string, Item> {
  readonly name: Name;
  readonly was: Item | undefined;
  readonly is: Item | undefined;
}

/** The items of two lists, those of one name together, in the order of the names. */
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
