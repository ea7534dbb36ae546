import { sortedUnique } from './collections';

/** The items of one name in two lists. At least one is defined. */
interface PairByName<Name extends string, Item> {
  readonly name: Name;
  readonly previous: Item | undefined;
  readonly current: Item | undefined;
}

/** Pairs the items of two lists by name, sorted by name. */
export function pairByName<Name extends string, Item>(
  before: readonly Item[],
  after: readonly Item[],
  nameOf: (item: Item) => Name,
): readonly PairByName<Name, Item>[] {
  const old = new Map(before.map((item) => [nameOf(item), item]));
  const updated = new Map(after.map((item) => [nameOf(item), item]));
  return sortedUnique([...old.keys(), ...updated.keys()]).map((name) => ({
    name,
    previous: old.get(name),
    current: updated.get(name),
  }));
}
