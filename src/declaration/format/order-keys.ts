import { isAlias } from 'yaml';
import type { KeyOrder } from '../schema/key-order';
import type { Collection, Entry, Layout } from './layout';

/** Returns the layout with the keys of every mapping in order. Names that the user chose keep their order. */
export function orderKeys(root: Collection, order: KeyOrder): Collection {
  const anchors = anchorsIn(root);
  // If two anchors have the same name, an alias refers to the last one before it. Only the existing order is safe.
  const isAmbiguous = new Set(anchors).size < anchors.length;
  return orderCollection(root, order, isAmbiguous);
}

function orderCollection(collection: Collection, order: KeyOrder, keepsOrder: boolean): Collection {
  const { keys, hasUserNames } = order;
  const entries = collection.entries.map((entry) => {
    const { key, name, value } = entry;
    if (value.kind === 'leaf') return entry;
    const nested = key === undefined ? order.ofItem() : order.ofMember(name);
    return { ...entry, value: orderCollection(value, nested, keepsOrder) };
  });
  const sorted = keys.length === 0 || keepsOrder ? entries : sortByKey(entries, keys);
  return { ...collection, entries: sorted, hasUserNames };
}

/** Sorts entries by their key, but keeps an anchor before its aliases. `<<` comes first, and unknown keys come last. */
function sortByKey(entries: readonly Entry[], keys: readonly string[]): readonly Entry[] {
  const rank = ({ name }: Entry) => {
    const index = ['<<', ...keys].indexOf(name);
    return index === -1 ? keys.length + 1 : index;
  };
  const waiting = entries
    .map((entry) => ({ entry, rank: rank(entry), anchors: anchorsOf(entry), aliases: aliasesOf(entry) }))
    .sort((a, b) => a.rank - b.rank || a.entry.start - b.entry.start);
  const sorted: Entry[] = [];
  while (waiting.length > 0) {
    const index = waiting.findIndex(({ entry, aliases }) =>
      waiting.every((other) => other.entry === entry || !other.anchors.some((name) => aliases.has(name))),
    );
    // Aliases refer backwards, so at least one entry depends on no other.
    sorted.push(...waiting.splice(Math.max(0, index), 1).map(({ entry }) => entry));
  }
  return sorted;
}

function anchorsOf({ key, value }: Entry): readonly string[] {
  return [...(key?.anchor === undefined ? [] : [key.anchor]), ...anchorsIn(value)];
}

function anchorsIn(layout: Layout): readonly string[] {
  if (layout.kind === 'leaf') {
    const { node } = layout;
    return node === undefined || isAlias(node) || node.anchor === undefined ? [] : [node.anchor];
  }
  const { anchor, entries } = layout;
  return [...(anchor === undefined ? [] : [anchor]), ...entries.flatMap(anchorsOf)];
}

function aliasesOf({ value }: Entry): ReadonlySet<string> {
  return new Set(aliasesIn(value));
}

function aliasesIn(layout: Layout): readonly string[] {
  if (layout.kind === 'leaf') return isAlias(layout.node) ? [layout.node.source] : [];
  return layout.entries.flatMap(({ value }) => aliasesIn(value));
}
