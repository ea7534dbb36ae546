import type { Arrow, Node, NodeId } from './diagram';

/** A table that replaces a diagram with too many arrows. */
export interface Matrix {
  readonly kind: 'replication' | 'access';
  /** `Replication`. */
  readonly title: string;
  /** What the rows and columns are: `Source registry`, `Destination registry`. */
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly MatrixHead[];
  readonly columns: readonly MatrixHead[];
  /** The arrows of the diagram: `from` is a row and `to` is a column. At most one of each kind for a cell. */
  readonly cells: readonly Arrow[];
}

/** A row or column: a registry, callers, or an account. */
export interface MatrixHead {
  readonly id: NodeId;
  readonly kind: Node['kind'];
  readonly name: string;
  /** The account and Region of a registry, or the account of callers. */
  readonly lines: readonly string[];
  readonly region?: string;
  readonly tooltip: string;
}

/** A note of a drawing of matrices with such cells. */
export const PARTIAL_NOTE = 'A filled mark applies to every repository, and an outlined mark to some.';

/** Returns whether a cell applies to every repository of the registry: its label names none. */
export function isComplete({ label }: Arrow): boolean {
  return ['all', 'pull', 'push', 'pull and push'].includes(label);
}
