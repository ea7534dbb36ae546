/**
 * What is drawn, whatever draws it: summarised already, in an order that depends on names alone. Texts are as they
 * were found; each renderer escapes them for its own language.
 */
export interface Picture {
  /** Boxes around what belongs to an account. */
  readonly accounts: readonly AccountBox[];
  /** What stands in no box. */
  readonly nodes: readonly Node[];
  readonly arrows: readonly Arrow[];
  /** What has to be said to read the picture right. */
  readonly notes: readonly string[];
}

export interface AccountBox {
  readonly id: NodeId;
  readonly label: string;
  readonly callers: readonly Node[];
  readonly registries: readonly Node[];
  /**
   * The box that arrows to every registry of the account lead to. It is one of its own where callers stand beside the
   * registries, for an arrow cannot lead from inside a box to its edge.
   */
  readonly registriesId: NodeId;
}

/** Letters, digits and `_`: a name in DOT and Mermaid without quotes. */
export type NodeId = string;

export interface Node {
  readonly id: NodeId;
  readonly kind: 'registry' | 'caller' | 'account' | 'upstream';
  /** The first one is what it is called. */
  readonly lines: readonly string[];
  /** To be read while the pointer rests on it. */
  readonly title: string;
}

export interface Arrow {
  /** Of a node, or of a box where the arrow is about every registry in it. */
  readonly from: NodeId;
  readonly to: NodeId;
  readonly kind: ArrowKind;
  readonly label: string;
  readonly title: string;
}

export const ARROW_KINDS = ['replication', 'cache', 'pull', 'push'] as const;
export type ArrowKind = (typeof ARROW_KINDS)[number];

/** What an arrow of each kind says. */
export const ARROW_MEANING: Readonly<Record<ArrowKind, string>> = {
  replication: 'replication of all repositories, or of what starts with the label',
  cache: 'pull-through cache of what is below the label',
  pull: 'may pull',
  push: 'may push, or push and pull',
};

/** The kinds of arrows that a picture has, for its legend. */
export function arrowKinds({ arrows }: Picture): readonly ArrowKind[] {
  return ARROW_KINDS.filter((kind) => arrows.some((arrow) => arrow.kind === kind));
}

/** Whether a box has one of its own around its registries. */
export function hasInnerBox({ id, registriesId }: AccountBox): boolean {
  return id !== registriesId;
}
