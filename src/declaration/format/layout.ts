import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Comment, TextLines } from './comments';

/** The values of a document with their comments, in the order in which they are printed. */
export type Layout = Leaf | Collection;

interface Leaf {
  readonly kind: 'leaf';
  /** Undefined for a key without a colon in a flow mapping: `{ key }`. */
  readonly node: Scalar | Alias | undefined;
}

export interface Collection {
  readonly kind: 'map' | 'list';
  /** Whether the file has it in brackets. */
  readonly isFlow: boolean;
  readonly anchor: string | undefined;
  readonly entries: readonly Entry[];
  /** The comments after the last entry. */
  readonly below: Comment[];
  /** The offset of the bracket or of the first entry. */
  readonly start: number;
  readonly column: number;
  /** Whether the keys are names that the user chose. */
  readonly hasUserNames: boolean;
}

/** A key with its value, or an item of a list. */
export interface Entry {
  /** Undefined in a list. */
  readonly key: Scalar | undefined;
  /** The key as text. Empty in a list. */
  readonly name: string;
  readonly value: Layout;
  /** The offset of the key or `-`. */
  readonly start: number;
  /** The offset after the value. */
  readonly end: number;
  readonly isAfterBlankLine: boolean;
  /** The comments on the lines before the entry. */
  readonly above: Comment[];
  /** The comments on the line of the entry. */
  readonly sameLine: Comment[];
}

/** Returns the values of a document without errors. `attachComments` adds the comments. */
export function readLayout(node: Node | null, lines: TextLines): Layout {
  if (isMap(node) || isSeq(node)) return readCollection(node, lines);
  return { kind: 'leaf', node: isScalar(node) || isAlias(node) ? node : undefined };
}

function readCollection(node: YAMLMap | YAMLSeq, lines: TextLines): Collection {
  const isFlow = node.flow === true;
  const entries = isMap(node) ? readPairs(node, lines) : readItems(node, lines);
  const nodeStart = node.range?.[0] ?? 0;
  const start = isFlow ? nodeStart : (entries[0]?.start ?? nodeStart);
  return {
    kind: isMap(node) ? 'map' : 'list',
    isFlow,
    anchor: node.anchor,
    entries,
    below: [],
    start,
    column: lines.column(start),
    hasUserNames: false,
  };
}

function readPairs({ items }: YAMLMap, lines: TextLines): readonly Entry[] {
  return items.flatMap(({ key, value }: Pair) => {
    // `parseYaml` rejects every other key.
    if (!isScalar(key)) return [];
    const [start, end] = key.range ?? [0, 0];
    // The values of a parsed document are nodes; the type also allows JavaScript values.
    return [readEntry(key, value as Node | null, start, end, lines)];
  });
}

function readItems(list: YAMLSeq, lines: TextLines): readonly Entry[] {
  const dashes = dashOffsets(list);
  return list.items.map((item, index) => {
    const node = item as Node | null; // as in `readPairs`
    const start = dashes[index] ?? node?.range?.[0] ?? 0;
    return readEntry(undefined, node, start, start + 1, lines);
  });
}

/** @param minimumEnd where the entry ends if it has no value */
function readEntry(
  key: Scalar | undefined,
  node: Node | null,
  start: number,
  minimumEnd: number,
  lines: TextLines,
): Entry {
  const value = readLayout(node, lines);
  return {
    key,
    name: key === undefined ? '' : String(key.value),
    value,
    start,
    end: Math.max(minimumEnd, valueEnd(node, value, lines.text)),
    isAfterBlankLine: lines.isAfterBlankLine(start),
    above: [],
    sameLine: [],
  };
}

function valueEnd(node: Node | null, value: Layout, text: string): number {
  const [start, end] = node?.range ?? [0, 0];
  if (value.kind !== 'leaf' && !value.isFlow) return value.entries.at(-1)?.end ?? end;
  // The range of a block scalar includes the empty lines after it.
  return start + text.slice(start, end).trimEnd().length;
}

/** Returns the offset of each `-` of a list. A flow list has none. */
function dashOffsets({ srcToken }: YAMLSeq): readonly number[] {
  if (srcToken?.type !== 'block-seq') return [];
  return srcToken.items.flatMap(({ start }) =>
    start.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset),
  );
}
