import type { Span } from './span';
import type { Tree } from './tree';

/** The entries that `<<: *anchor` or `<<: [*one, *two]` brings in; the first of the list wins. */
export function mergedEntries(tree: Tree): Iterable<[string, { key: Span; value: Tree }]> {
  if (tree.kind === 'map') return tree.entries;
  if (tree.kind === 'list') return [...tree.items].reverse().flatMap((item) => [...mergedEntries(item)]);
  return [];
}

/** Whether a tree can stand after `<<`. */
export function isMergeable(tree: Tree): boolean {
  if (tree.kind === 'scalar') return tree.faulty === true;
  return tree.kind === 'map' || tree.items.every(isMergeable);
}

/** Two values of one key: what both hold, so that both are checked; of two scalars the first. */
export function joined(first: Tree, second: Tree): Tree {
  if (first.kind === 'list' && second.kind === 'list') {
    return { ...first, items: [...first.items, ...second.items] };
  }
  if (first.kind !== 'map' || second.kind !== 'map') return first;
  const entries = new Map(first.entries);
  for (const [name, entry] of second.entries) {
    const other = entries.get(name);
    entries.set(name, other === undefined ? entry : { ...other, value: joined(other.value, entry.value) });
  }
  return { ...first, entries };
}
