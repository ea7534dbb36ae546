/** Compares by UTF-16 code unit. `localeCompare` would make the output depend on the machine's locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Returns a copy sorted by a text key. */
export function sortedBy<T>(items: Iterable<T>, key: (item: T) => string): readonly T[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}

/** Returns a sorted copy without duplicates. */
export function sortedUnique<T extends string>(items: Iterable<T>): readonly T[] {
  return [...new Set(items)].sort(compareText);
}

/** Groups items by key, in the order in which the keys first appear. */
export function groupBy<Item, Key>(
  items: Iterable<Item>,
  key: (item: Item) => Key,
): ReadonlyMap<Key, readonly [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const groupKey = key(item);
    const group = groups.get(groupKey);
    if (group === undefined) groups.set(groupKey, [item]);
    else group.push(item);
  }
  return groups;
}

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

/**
 * Returns whether two values of the model are equal. They are plain data with sorted lists, and equal values
 * are mostly the same object.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

/** `Array.isArray` narrows `unknown` to `any[]`, and does not remove a readonly array from a union. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Returns a function that computes the value of each key once. Objects are compared by identity. */
export function memoize<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const values = new Map<Key, { readonly value: Value }>();
  return (key) => {
    const known = values.get(key);
    if (known !== undefined) return known.value;
    const value = compute(key);
    values.set(key, { value });
    return value;
  };
}

/**
 * Returns a function that computes a value once for each text of an owner, so that equal texts share one object. The
 * values of an owner are forgotten together with it.
 */
export function computedOnce<Value>(
  compute: (text: string) => Value,
): (owner: object, text: string) => Value {
  const valuesOf = new WeakMap<object, Map<string, { readonly value: Value }>>();
  return (owner, text) => {
    const values = valuesOf.get(owner) ?? new Map<string, { readonly value: Value }>();
    valuesOf.set(owner, values);
    const computed = values.get(text) ?? { value: compute(text) };
    values.set(text, computed);
    return computed.value;
  };
}

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

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
