import type { Span } from './span';
import type { Tree } from './tree';

/** Returns the entries that `<<: *anchor` or `<<: [*one, *two]` merges; the first of the list takes precedence. */
export function mergedEntries(tree: Tree): Iterable<[string, { key: Span; value: Tree }]> {
  if (tree.kind === 'map') return tree.entries;
  if (tree.kind === 'list') return [...tree.items].reverse().flatMap((item) => [...mergedEntries(item)]);
  return [];
}

/** Returns whether YAML can merge the value with `<<`. */
export function isMergeable(tree: Tree): boolean {
  if (tree.kind === 'scalar') return tree.isInvalid === true;
  return tree.kind === 'map' || tree.items.every(isMergeable);
}

/**
 * Merges two values of one duplicate key, so that the contents of both are checked. Of two scalars the first applies.
 */
export function mergeTrees(first: Tree, second: Tree): Tree {
  if (first.kind === 'list' && second.kind === 'list') {
    return { ...first, items: [...first.items, ...second.items] };
  }
  if (first.kind !== 'map' || second.kind !== 'map') return first;
  const entries = new Map(first.entries);
  for (const [name, entry] of second.entries) {
    const other = entries.get(name);
    entries.set(
      name,
      other === undefined ? entry : { ...other, value: mergeTrees(other.value, entry.value) },
    );
  }
  return { ...first, entries };
}
