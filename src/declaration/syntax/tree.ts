import type { Span } from './span';

/** A YAML value with the positions of its parts. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, { readonly key: Span; readonly value: Tree }>;
  readonly span: Span;
  /** Set if a `<<` was rejected: it may contain keys that seem to be missing. */
  readonly isIncomplete?: true;
}

export interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly span: Span;
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The text in the file without quotes, for messages. */
  readonly source: string;
  readonly quoted: boolean;
  /** Set if a problem of the value is already reported. */
  readonly isInvalid?: true;
  readonly span: Span;
  /** The position of each line of a literal block. */
  readonly lines?: readonly Span[];
}

export type Path = readonly (string | number)[];

/** Returns the path as text: `accounts.develop.id`, `replication[0]`. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** Returns the value at a path, or undefined if there is none. */
export function treeAt(tree: Tree, path: Path): Tree | undefined {
  let current: Tree | undefined = tree;
  for (const step of path) {
    if (current?.kind === 'map') current = current.entries.get(String(step))?.value;
    else if (current?.kind === 'list') current = current.items[Number(step)];
    else return undefined;
  }
  return current;
}

/** Returns the position of the value at a path, or of the nearest parent that exists. */
export function valueSpan(tree: Tree, path: Path): Span {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = treeAt(tree, path.slice(0, depth));
    if (node === undefined) continue;
    // A mapping or list is reported at its key, because it may span many lines.
    return node.kind === 'scalar' ? node.span : keySpan(tree, path.slice(0, depth));
  }
  return tree.span;
}

/** Returns the position of the key at the end of a path; for a list item, of the item. */
export function keySpan(tree: Tree, path: Path): Span {
  const parent = treeAt(tree, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || parent === undefined) return tree.span;
  if (parent.kind === 'map') {
    return parent.entries.get(String(last))?.key ?? valueSpan(tree, path.slice(0, -1));
  }
  if (parent.kind === 'list') return parent.items[Number(last)]?.span ?? parent.span;
  return parent.span;
}

/** Returns the plain value, without positions. Mappings have no prototype. */
export function toPlainValue(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(toPlainValue);
    case 'map': {
      const object = Object.create(null) as Record<string, unknown>; // Object.create returns any
      for (const [key, { value }] of tree.entries) object[key] = toPlainValue(value);
      return object;
    }
  }
}

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
