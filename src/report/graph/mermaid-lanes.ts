import { groupBy } from '../../base/collections';
import type { Arrow, Node, NodeId } from './diagram';
import type { FlatDiagram } from './mermaid-nodes';
import { blankLinesFor } from './mermaid-size';

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

/** Makes each node as high as its lanes, so that arrows leave it at its side. */
export function padNodes(nodes: readonly Node[], lanes: readonly Lane[]): readonly Node[] {
  const outgoing = groupBy(lanes, ({ from }) => from);
  const incoming = groupBy(
    lanes.flatMap(({ to }) => to),
    (id) => id,
  );
  return nodes.map((node) => {
    const count = Math.max(outgoing.get(node.id)?.length ?? 0, incoming.get(node.id)?.length ?? 0);
    const blank = Array.from({ length: Math.ceil(blankLinesFor(count, node.lines.length) / 2) }, () => '');
    return { ...node, lines: [...blank, ...node.lines, ...blank] };
  });
}
