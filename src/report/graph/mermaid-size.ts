import { groupBy, sum } from '../../base/collections';
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

/** GitHub shows a diagram of this width at 78 % of its size, which is readable. */
const MAX_WIDTH = 1150;

/** Two screens. */
const MAX_HEIGHT = 1800;

/** Prefers left to right, because lines of text are wide. */
export function narrowestDirection(nodes: readonly Node[], lanes: readonly Lane[]): Direction {
  const ranks = ranksOf(nodes, lanes);
  const { width } = sizeFromLeft(ranks);
  return width <= MAX_WIDTH || width <= sizeFromTop(ranks).width ? 'LR' : 'TB';
}

/** Returns whether GitHub shows the diagram at a size that users can read. */
export function isReadableSize(diagram: FlatDiagram): boolean {
  const ranks = ranksOf(diagram.nodes, lanesOf(diagram));
  return [sizeFromLeft(ranks), sizeFromTop(ranks)].some(
    ({ width, height }) => width <= MAX_WIDTH && height <= MAX_HEIGHT,
  );
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

/** Returns the number of blank lines that make a node as high as a number of labels below each other. */
function blankLinesFor(labels: number, lines: number): number {
  const pitch = LINE_HEIGHT + 2 * PADDING + BETWEEN_NODES;
  const height = labels * pitch - BETWEEN_NODES - 2 * PADDING;
  return Math.max(0, Math.ceil(height / LINE_HEIGHT) - lines);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The sizes of the nodes and labels of each rank. */
type Ranks = readonly (readonly Size[])[];

function sizeFromLeft(ranks: Ranks): Size {
  const width = ranks.map((sizes) => Math.max(0, ...sizes.map((size) => size.width)));
  const height = ranks.map((sizes) => sum(sizes.map((size) => size.height + BETWEEN_NODES)));
  return { width: sum(width) + (ranks.length - 1) * BETWEEN_RANKS, height: Math.max(0, ...height) };
}

function sizeFromTop(ranks: Ranks): Size {
  const width = ranks.map((sizes) => sum(sizes.map((size) => size.width + BETWEEN_NODES)));
  const height = ranks.map((sizes) => Math.max(0, ...sizes.map((size) => size.height)));
  return { width: Math.max(0, ...width), height: sum(height) + (ranks.length - 1) * BETWEEN_RANKS };
}

function sizeOf(lines: readonly string[]): Size {
  return {
    width: Math.max(...lines.map((line) => line.length)) * CHARACTER_WIDTH + 4 * PADDING,
    height: lines.length * LINE_HEIGHT + 2 * PADDING,
  };
}

/** The rank of a node is the length of the longest path to it, without arrows that close a cycle. */
function ranksOf(nodes: readonly Node[], lanes: readonly Lane[]): Ranks {
  const sizes = new Map<NodeId, Size>([
    ...nodes.map(({ id, lines }) => [id, sizeOf(lines)] as const),
    ...lanes.map(({ id, label }) => [id, sizeOf([label])] as const),
  ]);
  const targets = new Map<NodeId, readonly NodeId[]>(lanes.map(({ id, to }) => [id, to]));
  for (const { from, id } of lanes) targets.set(from, [...(targets.get(from) ?? []), id]);
  const ranks: Size[][] = [];
  for (const [id, rank] of longestPaths([...sizes.keys()], targets)) {
    (ranks[rank] ??= []).push(sizes.get(id) ?? { width: 0, height: 0 });
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
