import { isList } from '../../base/collections';
import type { Path, Tree } from '../syntax/tree';

/**
 * A declared value that fits the schema, with its path. The members of a mapping and the items of a list are located
 * too; a list contains only the items that fit.
 */
export interface Located<T> {
  readonly path: Path;
  readonly value: Members<T>;
  /** The keys of a mapping in the order of the file. An object would put keys that are numbers first. */
  readonly keys?: readonly string[];
  /** Set if a `<<` of a mapping or an item of a list was rejected: what seems to be absent may be declared. */
  readonly isIncomplete?: true;
}

/** A declared value that was rejected, or the value of an unknown key. The problem is already reported. */
export interface Refused {
  readonly path: Path;
  readonly value: undefined;
}

/**
 * A key of a mapping, in one of three states: absent (undefined), refused, or present. A check that reports a missing
 * key tests for absent, because a refused key is not missing. A check that reads a value tests `value`, which only a
 * present key has.
 */
export type Field<T> = Located<T> | Refused | undefined;

/** What a located value of type T consists of: the value itself, located items, or the fields of a mapping. */
export type Members<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Located<Item>[]
    : { readonly [Key in keyof T]?: Field<Exclude<T[Key], undefined>> };

/**
 * Locates a value.
 *
 * @param value the plain value of the tree, without the values that were rejected
 */
export function locate<T>(tree: Tree, value: unknown, path: Path): Located<T> {
  // The schema of T accepted everything that is left in the value.
  return locateNode(tree, value, path) as Located<T>;
}

type LocatedNode = Omit<Located<unknown>, 'value'> & { readonly value: unknown };

function locateNode(tree: Tree, value: unknown, path: Path): LocatedNode {
  if (value === undefined || tree.kind === 'scalar') return { path, value };
  if (tree.kind === 'list') {
    const items = value as readonly unknown[]; // the value of this list
    const located = tree.items.map((item, index) => locateNode(item, items[index], [...path, index]));
    const fitting = located.filter((item) => item.value !== undefined);
    return fitting.length === located.length
      ? { path, value: fitting }
      : { path, value: fitting, isIncomplete: true };
  }
  const members = value as Readonly<Record<string, unknown>>; // the value of this mapping
  const fields = Object.create(null) as Record<string, LocatedNode>; // Object.create returns any
  for (const [key, entry] of tree.entries) {
    fields[key] = locateNode(entry.value, members[key], [...path, key]);
  }
  const keys = [...tree.entries.keys()];
  return { path, value: fields, keys, ...(tree.isIncomplete === true ? { isIncomplete: true } : {}) };
}

export function isPresent<T>(field: Field<T>): field is Located<T> {
  return field?.value !== undefined;
}

export function isRefused(field: Field<unknown>): field is Refused {
  return field !== undefined && field.value === undefined;
}

/** Returns whether every key of a mapping, or every item of a list, is known: neither it nor a part of it was rejected. */
export function isComplete(field: Field<unknown>): boolean {
  return isPresent(field) && field.isIncomplete !== true;
}

/** Returns the field if it is present. For readers that handle absent and refused values in the same way. */
export function present<T>(field: Field<T>): Located<T> | undefined {
  return isPresent(field) ? field : undefined;
}

/** Returns the items of a list, or a single value as one item. */
export function itemsOf<Item>(
  field:
    { readonly path: Path; readonly value: Members<Item> | readonly Located<Item>[] | undefined } | undefined,
): readonly Located<Item>[] {
  if (field?.value === undefined) return [];
  const { path, value } = field;
  return isList(value) ? (value as readonly Located<Item>[]) : [{ path, value: value }];
}

/** Returns the entries of a mapping in the order of the file, including those whose value was rejected. */
export function entriesOf<T>(
  mapping: Field<Readonly<Record<string, T>>>,
): readonly (readonly [name: string, value: Located<T> | Refused])[] {
  if (!isPresent(mapping)) return [];
  const fields = mapping.value as Readonly<Record<string, Field<T>>>; // the members of a Record
  return (mapping.keys ?? []).flatMap((name) => {
    const field = fields[name];
    return field === undefined ? [] : [[name, field] as const];
  });
}
