/**
 * A graph, independent of its renderer: already summarised, in an order that depends only on names. Texts are not
 * escaped; each renderer escapes them for its language.
 */
export interface Diagram {
  /** One box for each account. */
  readonly accounts: readonly AccountBox[];
  /** Nodes outside all boxes. */
  readonly nodes: readonly Node[];
  readonly arrows: readonly Arrow[];
  /** What a reader must know to read the graph correctly. */
  readonly notes: readonly string[];
}

export interface AccountBox {
  readonly id: NodeId;
  readonly label: string;
  readonly callers: readonly Node[];
  readonly registries: readonly Node[];
  /**
   * The box that arrows to every registry of the account lead to. It is an inner box if the account has callers too,
   * because an arrow cannot lead from inside a box to its edge.
   */
  readonly registriesId: NodeId;
}

/** Letters, digits and `_`: a name in DOT and Mermaid that needs no quotes. */
export type NodeId = string;

export interface Node {
  readonly id: NodeId;
  readonly kind: 'registry' | 'caller' | 'account' | 'upstream';
  /** The first line is the name. */
  readonly lines: readonly string[];
  /** The tooltip. */
  readonly tooltip: string;
}

export interface Arrow {
  /** A node, or a box if the arrow applies to every registry in it. */
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: ArrowKind;
  readonly label: string;
  readonly tooltip: string;
}

export const ARROW_KINDS = ['replication', 'cache', 'pull', 'push'] as const;
export type ArrowKind = (typeof ARROW_KINDS)[number];

export const ARROW_MEANING: Readonly<Record<ArrowKind, string>> = {
  replication: 'replication of all repositories, or of what starts with the label',
  cache: 'pull-through cache of what is below the label',
  pull: 'may pull',
  push: 'may push, or push and pull',
};

/** Returns the kinds of arrows in a graph, for its legend. */
export function arrowKinds({ arrows }: Diagram): readonly ArrowKind[] {
  return ARROW_KINDS.filter((kind) => arrows.some((arrow) => arrow.kind === kind));
}

/** Returns whether the account has an inner box for its registries. */
export function hasInnerBox({ id, registriesId }: AccountBox): boolean {
  return id !== registriesId;
}
