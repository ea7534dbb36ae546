import type { Arrow, Node, NodeId } from './diagram';
import type { FlatDiagram } from './mermaid-nodes';

/** `LR`: from left to right. `TB`: from top to bottom. */
export type Direction = 'LR' | 'TB';

/** Pixels, measured in Chromium with the settings of `mermaid.ts`. */
const CHARACTER = 7.5;
const NODE_PADDING = 60;
const BETWEEN_NODES = 50;
const BETWEEN_RANKS = 100;
/** Mermaid breaks the lines of longer labels. */
const MAX_LABEL = 200;

/** GitHub shows a diagram of this width at 80 % of its size, which is readable. */
const MAX_WIDTH = 1100;

/** Returns the direction in which the diagram is readable at GitHub's width, or undefined if there is none. */
export function readableDirection(diagram: FlatDiagram): Direction | undefined {
  const direction = narrowestDirection(diagram);
  return estimateWidth(diagram, direction) <= MAX_WIDTH ? direction : undefined;
}

/** Prefers left to right, because lines of text are wide. */
export function narrowestDirection(diagram: FlatDiagram): Direction {
  const width = estimateWidth(diagram, 'LR');
  return width <= MAX_WIDTH || width <= estimateWidth(diagram, 'TB') ? 'LR' : 'TB';
}

function estimateWidth(diagram: FlatDiagram, direction: Direction): number {
  const ranks = ranksOf(diagram);
  if (direction === 'TB') {
    const widths = ranks.map((nodes) => sum(nodes.map((node) => nodeWidth(node) + BETWEEN_NODES)));
    return Math.max(0, ...widths);
  }
  const nodeWidths = ranks.map((nodes) => Math.max(0, ...nodes.map(nodeWidth)));
  const label = Math.max(0, ...diagram.arrows.map(labelWidth));
  return sum(nodeWidths) + (ranks.length - 1) * (label + BETWEEN_RANKS);
}

function nodeWidth({ lines }: Node): number {
  return Math.max(...lines.map((line) => line.length)) * CHARACTER + NODE_PADDING;
}

function labelWidth({ label }: Arrow): number {
  return Math.min(label.length * CHARACTER, MAX_LABEL);
}

/** Returns the nodes by their rank: the length of the longest path to them, without arrows that close a cycle. */
function ranksOf({ nodes, arrows }: FlatDiagram): readonly (readonly Node[])[] {
  const targets = new Map<NodeId, NodeId[]>();
  for (const { from, to } of arrows) targets.set(from, [...(targets.get(from) ?? []), to]);
  const order = topologicalOrder(nodes, targets);
  const position = new Map(order.map((id, index) => [id, index]));
  const rank = new Map<NodeId, number>();
  for (const id of order) {
    for (const to of targets.get(id) ?? []) {
      const isForward = (position.get(to) ?? 0) > (position.get(id) ?? 0);
      if (isForward) rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(id) ?? 0) + 1));
    }
  }
  const count = Math.max(0, ...rank.values()) + 1;
  return Array.from({ length: count }, (_, index) => nodes.filter(({ id }) => (rank.get(id) ?? 0) === index));
}

/** Each arrow leads forward in it, unless the arrow closes a cycle. */
function topologicalOrder(
  nodes: readonly Node[],
  targets: ReadonlyMap<NodeId, readonly NodeId[]>,
): readonly NodeId[] {
  const visited = new Set<NodeId>();
  const finished: NodeId[] = [];
  const visit = (id: NodeId): void => {
    if (visited.has(id)) return;
    visited.add(id);
    targets.get(id)?.forEach(visit);
    finished.push(id);
  };
  for (const { id } of nodes) visit(id);
  return finished.reverse();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
