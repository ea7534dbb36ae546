import { sum } from '../../base/collections';
import type { Node, NodeId } from './diagram';
import { lanesOf, type Lane } from './mermaid-lanes';
import type { FlatDiagram } from './mermaid-nodes';

/** `LR`: from left to right. `TB`: from top to bottom. */
export type Direction = 'LR' | 'TB';

/** Settings of Mermaid, in pixels. Mermaid adds the padding twice on each side of a node, and once above and below. */
export const PADDING = 8;
export const BETWEEN_NODES = 24;
export const BETWEEN_RANKS = 40;

/** Measured in Chromium with the font size of the diagram. */
const CHARACTER_WIDTH = 7;
const LINE_HEIGHT = 21;

/** GitHub shows a diagram of this width at 80 % of its size, which is readable. */
const MAX_WIDTH = 1150;

/** Prefers left to right, because lines of text are wide. */
export function narrowestDirection(nodes: readonly Node[], lanes: readonly Lane[]): Direction {
  const ranks = ranksOf(nodes, lanes);
  const width = widthFromLeft(ranks);
  return width <= MAX_WIDTH || width <= widthFromTop(ranks) ? 'LR' : 'TB';
}

/** Returns whether GitHub shows the diagram at a size that users can read. */
export function isReadableWidth(diagram: FlatDiagram): boolean {
  const ranks = ranksOf(diagram.nodes, lanesOf(diagram));
  return Math.min(widthFromLeft(ranks), widthFromTop(ranks)) <= MAX_WIDTH;
}

/** Returns the number of blank lines that make a node as high as a number of labels below each other. */
export function blankLinesFor(labels: number, lines: number): number {
  const pitch = LINE_HEIGHT + 2 * PADDING + BETWEEN_NODES;
  const height = labels * pitch - BETWEEN_NODES - 2 * PADDING;
  return Math.max(0, Math.ceil(height / LINE_HEIGHT) - lines);
}

/** The widths of the nodes and labels of each rank. */
type Ranks = readonly (readonly number[])[];

function widthFromLeft(ranks: Ranks): number {
  return sum(ranks.map((widths) => Math.max(0, ...widths))) + (ranks.length - 1) * BETWEEN_RANKS;
}

function widthFromTop(ranks: Ranks): number {
  return Math.max(0, ...ranks.map((widths) => sum(widths) + (widths.length - 1) * BETWEEN_NODES));
}

function widthOf(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => line.length)) * CHARACTER_WIDTH + 4 * PADDING;
}

/** The rank of a node is the length of the longest path to it, without arrows that close a cycle. */
function ranksOf(nodes: readonly Node[], lanes: readonly Lane[]): Ranks {
  const widths = new Map<NodeId, number>([
    ...nodes.map(({ id, lines }) => [id, widthOf(lines)] as const),
    ...lanes.map(({ id, label }) => [id, widthOf([label])] as const),
  ]);
  const targets = new Map<NodeId, readonly NodeId[]>(lanes.map(({ id, to }) => [id, to]));
  for (const { from, id } of lanes) targets.set(from, [...(targets.get(from) ?? []), id]);
  const ranks: number[][] = [];
  for (const [id, rank] of longestPaths([...widths.keys()], targets)) {
    (ranks[rank] ??= []).push(widths.get(id) ?? 0);
  }
  return ranks;
}

function longestPaths(
  ids: readonly NodeId[],
  targets: ReadonlyMap<NodeId, readonly NodeId[]>,
): ReadonlyMap<NodeId, number> {
  const order = topologicalOrder(ids, targets);
  const position = new Map(order.map((id, index) => [id, index]));
  const lengths = new Map<NodeId, number>(ids.map((id) => [id, 0]));
  for (const [index, id] of order.entries()) {
    for (const to of targets.get(id) ?? []) {
      const isForward = (position.get(to) ?? 0) > index;
      if (isForward) lengths.set(to, Math.max(lengths.get(to) ?? 0, (lengths.get(id) ?? 0) + 1));
    }
  }
  return lengths;
}

/** Each arrow leads forward in it, unless the arrow closes a cycle. */
function topologicalOrder(
  ids: readonly NodeId[],
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
  ids.forEach(visit);
  return finished.reverse();
}
