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
