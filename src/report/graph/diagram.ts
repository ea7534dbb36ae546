import { sha256Hex } from '../../base/digest';

/**
 * A graph, independent of its renderer: already summarized, in an order that depends only on names. Texts are not
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

/** A note of a diagram with such arrows. */
export const BOX_ARROW_NOTE = 'An arrow at the edge of a box applies to every registry in the box.';

export interface AccountBox {
  readonly id: NodeId;
  /** The name and the ID: `develop (111111111111)`, or `account 111111111111` if the account has no name. */
  readonly label: string;
  /** The name of the account, or `account 111111111111`. */
  readonly name: string;
  /** The ID of the account, if `name` does not contain it. */
  readonly accountId: string | undefined;
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
  /** `public`: any AWS account. */
  readonly kind: 'registry' | 'caller' | 'public' | 'account' | 'upstream';
  /** The first line is the name. The second line of a registry is its Region. */
  readonly lines: readonly string[];
  /** The Region of a registry. A node that represents several registries has none. */
  readonly region?: string;
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
  replication: 'replicates (label: repository name prefixes)',
  cache: 'pull-through cache (label: namespaces)',
  pull: 'may pull',
  push: 'may push',
};

/** Returns the kinds of arrows in a graph, for its legend. */
export function arrowKinds({ arrows }: Diagram): readonly ArrowKind[] {
  return ARROW_KINDS.filter((kind) => arrows.some((arrow) => arrow.kind === kind));
}

/** Returns whether the account has an inner box for its registries. */
export function hasInnerBox({ id, registriesId }: AccountBox): boolean {
  return id !== registriesId;
}

/**
 * The level of detail of a graph. `repositories`: everything, with names. `registries`: arrows between the same two
 * accounts are merged, and so are callers with similar access. `accounts`: one box for each account.
 */
export const DETAILS = ['repositories', 'registries', 'accounts'] as const;
export type Detail = (typeof DETAILS)[number];

/** Maximum number of characters of a line. Longer lines are shortened in the middle. */
const MAX_LINE_LENGTH = 48;

/** Shortens a text to one line. Keeps both ends, because names differ there. */
export function shorten(text: string, maxLength = MAX_LINE_LENGTH): string {
  const characters = Array.from(text);
  if (characters.length <= maxLength) return text;
  const end = Math.floor((maxLength - 1) / 2);
  return `${characters.slice(0, maxLength - 1 - end).join('')}…${characters.slice(-end).join('')}`;
}

/** Maximum number of characters of a name in an ID. A longer name is replaced by its digest. */
const MAX_ID_LENGTH = 60;

/**
 * Returns an ID that depends only on the name, so that other changes do not change it. Different names have different
 * IDs.
 */
export function nodeId(
  kind: 'account' | 'registry' | 'registries' | 'caller' | 'upstream',
  name: string,
): NodeId {
  const escaped = Array.from(name, escapeIdCharacter).join('');
  const short = escaped.length <= MAX_ID_LENGTH ? escaped : `_${digest(name)}`;
  return `${kind}_${short}`;
}

/** The encoding is reversible, and no result looks like a digest. */
function escapeIdCharacter(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  return character === '_' ? '__' : `_${character.codePointAt(0)?.toString(16) ?? ''}_`;
}

function digest(text: string): string {
  return sha256Hex(text).slice(0, 32);
}

/**
 * Replaces characters that do not belong on a line or that XML does not allow with the replacement character.
 * Renderers escape the rest.
 */
export function replaceUndrawable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/**
 * Blue, purple, green and vermillion are distinguishable with any kind of color vision. Each is dark enough for white
 * paper and light enough for GitHub's dark mode. Color is never the only difference: the line styles and labels differ
 * too.
 */
export const ARROW_COLORS: Readonly<Record<ArrowKind, { readonly color: string; readonly text: string }>> = {
  replication: { color: '#0072B2', text: '#00568A' },
  cache: { color: '#A8559B', text: '#7A2F6E' },
  pull: { color: '#009E73', text: '#00664B' },
  push: { color: '#D55E00', text: '#9E4600' },
};

/** Every background has its own text color, so that light and dark mode show the same. */
export const NODE_COLORS: Readonly<Record<Node['kind'] | 'box' | 'innerBox', NodeColors>> = {
  registry: { fill: '#FFFFFF', border: '#33475B', text: '#1B2733' },
  account: { fill: '#EEF2F6', border: '#33475B', text: '#1B2733' },
  caller: { fill: '#FFF4D6', border: '#8A6D00', text: '#332900' },
  upstream: { fill: '#F5ECF4', border: '#7A2F6E', text: '#2E1229' },
  public: { fill: '#FDE7E7', border: '#C00000', text: '#7A0000' },
  box: { fill: '#EEF2F6', border: '#8796A5', text: '#1B2733' },
  innerBox: { fill: '#E0E7EE', border: '#8796A5', text: '#1B2733' },
};

interface NodeColors {
  readonly fill: string;
  readonly border: string;
  readonly text: string;
}
