import { groupBy } from '../../base/collections';
import type { Arrow, NodeId } from './diagram';
import type { FlatDiagram } from './mermaid-nodes';

/**
 * Arrows of one kind with the same label, which is a node between their ends. Mermaid places its own labels in the
 * middle of an arrow, even over nodes and other labels.
 */
export interface Lane {
  readonly id: NodeId;
  readonly from: NodeId;
  readonly kind: Arrow['kind'];
  readonly label: string;
  readonly to: readonly NodeId[];
}

export function lanesOf({ arrows }: FlatDiagram): readonly Lane[] {
  const groups = [...groupBy(arrows, ({ from }) => from).values()].flatMap(mergeEqual);
  return groups.map((lane, index) => ({ ...lane, id: `label_${index}` }));
}

/** Merges the arrows of a node if all are equal. Otherwise, arrows would cross labels. */
function mergeEqual(arrows: readonly [Arrow, ...Arrow[]]): readonly Omit<Lane, 'id'>[] {
  const [{ from, kind, label }] = arrows;
  const areEqual = arrows.every((arrow) => arrow.kind === kind && arrow.label === label);
  if (areEqual) return [{ from, kind, label, to: arrows.map(({ to }) => to) }];
  return arrows.map(({ to, ...arrow }) => ({ from, kind: arrow.kind, label: arrow.label, to: [to] }));
}
