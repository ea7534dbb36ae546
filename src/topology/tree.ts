import type { Span } from './span';

/** A YAML value with the place where each part of it stands. */
export type Tree = MapTree | ListTree | ScalarTree;

export interface MapTree {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, { readonly key: Span; readonly value: Tree }>;
  readonly span: Span;
  /** A `<<` that was refused may have brought in more: of a missing key nothing can be said. */
  readonly isIncomplete?: true;
}

interface ListTree {
  readonly kind: 'list';
  readonly items: readonly Tree[];
  readonly span: Span;
}

export interface ScalarTree {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As it stands in the file, without quotes: what a message shows. */
  readonly source: string;
  readonly quoted: boolean;
  /** Something wrong with the value has been said already; say no more about it. */
  readonly faulty?: true;
  readonly span: Span;
  /** Of a literal block, where each of its lines stands. */
  readonly lines?: readonly Span[];
}

export type Path = readonly (string | number)[];

/** The part of a tree at a path, or undefined where there is none. */
export function treeAt(tree: Tree, path: Path): Tree | undefined {
  let current: Tree | undefined = tree;
  for (const step of path) {
    if (current?.kind === 'map') current = current.entries.get(String(step))?.value;
    else if (current?.kind === 'list') current = current.items[Number(step)];
    else return undefined;
  }
  return current;
}

/** Where the value at a path stands; the nearest part around it where there is none. */
export function valueSpan(tree: Tree, path: Path): Span {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const found = treeAt(tree, path.slice(0, depth));
    if (found === undefined) continue;
    // A mapping or list of its own lines is best shown by the key it belongs to.
    return found.kind === 'scalar' ? found.span : keySpan(tree, path.slice(0, depth));
  }
  return tree.span;
}

/** Where the key at the end of a path stands; for an item of a list, the item itself. */
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

/** The plain value, as a parser without positions would have read it. Mappings have no prototype. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plain);
    case 'map': {
      const object = Object.create(null) as Record<string, unknown>; // Object.create returns any
      for (const [key, { value }] of tree.entries) object[key] = plain(value);
      return object;
    }
  }
}
