import { hasInnerBox, type AccountBox, type Arrow, type Diagram, type Node, type NodeId } from './diagram';
import { flowOf, type Flow } from './flow';
import { labelText, nodeText, titleSize, type Size } from './text-blocks';

/** The sides of nodes where an arrow starts and ends, in the direction of the layout: east is right. */
export interface ArrowSides {
  readonly tail: 'e' | 'w';
  readonly head: 'e' | 'w';
}

/** By the index of the arrow. */
export type Sides = ReadonlyMap<number, ArrowSides>;

/**
 * Renders a diagram in the DOT language without texts: only the sizes of what is drawn, from which Graphviz calculates
 * positions. The IDs of edges are the indices of arrows.
 */
export function layoutDot(diagram: Diagram, sides: Sides = new Map()): string {
  const flow = flowOf(diagram);
  const connected = new Set(diagram.arrows.flatMap(({ from, to }) => [from, to]));
  const nodeLine = (node: Node) => nodeStatement(node, diagram.arrows);
  const lines = [
    'digraph {',
    '  graph [rankdir=LR, compound=true, newrank=true, nodesep=0.28, ranksep=0.7]',
    '  node [shape=box, fixedsize=true, label=""]',
    '  edge [dir=none]',
    ...diagram.accounts.flatMap((box) => boxStatements(box, nodeLine, connected)),
    ...diagram.nodes.map(nodeLine),
    ...diagram.arrows.map((arrow, index) => arrowStatement(arrow, index, flow, sides.get(index))),
    '}',
  ];
  return lines.join('\n');
}

/** Distance in points between the edge of a box and its contents. */
const BOX_MARGIN = 18;
const INNER_BOX_MARGIN = 20;

function boxStatements(
  box: AccountBox,
  nodeLine: (node: Node) => string,
  connected: ReadonlySet<NodeId>,
): readonly string[] {
  const registries = box.registries.map(nodeLine);
  return [
    `subgraph cluster_${box.id} {`,
    `graph [label=${spacer(titleSize(box))}, labelloc=t, labeljust=l, margin=${BOX_MARGIN}]`,
    ...box.callers.map(nodeLine),
    ...sameRank(box, connected),
    ...(hasInnerBox(box)
      ? [
          `subgraph cluster_${box.registriesId} {`,
          `graph [label="", margin=${INNER_BOX_MARGIN}]`,
          ...registries,
          '}',
        ]
      : registries),
    '}',
  ];
}

/**
 * Returns the nodes of a box that are below each other. Otherwise, each caller is near its registries and a node without
 * arrows is at the left edge of the picture, and the box is wide.
 */
function sameRank({ callers, registries }: AccountBox, connected: ReadonlySet<NodeId>): readonly string[] {
  if (registries.length === 0) return [`{ rank=same; ${callers.map(({ id }) => id).join('; ')} }`];
  const all = [...registries, ...callers];
  const first = all.find(({ id }) => connected.has(id));
  if (first === undefined) return [];
  const idle = all.filter(({ id }) => !connected.has(id));
  return idle.length === 0 ? [] : [`{ rank=same; ${[first, ...idle].map(({ id }) => id).join('; ')} }`];
}

const POINTS_PER_INCH = 72;

function nodeStatement(node: Node, arrows: readonly Arrow[]): string {
  const { width, height } = nodeText(node);
  const inches = (points: number) => (points / POINTS_PER_INCH).toFixed(4);
  return `${node.id} [width=${inches(width)}, height=${inches(Math.max(height, arrowsHeight(node, arrows)))}]`;
}

/** The distance between arrows at a node, and the most that a node is stretched for them. */
const ARROW_DISTANCE = 14;
const MAX_ARROWS_HEIGHT = 300;

/** Returns the height that keeps the arrows of a node apart. */
function arrowsHeight({ id }: Node, arrows: readonly Arrow[]): number {
  const [from, to] = (['from', 'to'] as const).map(
    (end) => arrows.filter((arrow) => arrow[end] === id).length,
  );
  return Math.min(MAX_ARROWS_HEIGHT, (Math.max(from ?? 0, to ?? 0) + 1) * ARROW_DISTANCE);
}

function arrowStatement(
  arrow: Arrow,
  index: number,
  { ends, flat, backwards }: Flow,
  sidesOfArrow: ArrowSides | undefined,
): string {
  const [left, right] = backwards.has(arrow) ? [arrow.to, arrow.from] : [arrow.from, arrow.to];
  const tail = ends.get(left)?.last;
  const head = ends.get(right)?.first;
  const attributes = [
    `id=${index}`,
    `label=${spacer(labelText(arrow))}`,
    ...(tail === undefined ? [] : [`ltail=cluster_${left}`]),
    ...(head === undefined ? [] : [`lhead=cluster_${right}`]),
    ...(sidesOfArrow === undefined || flat.has(arrow)
      ? []
      : [
          ...(tail === undefined ? [`tailport=${sidesOfArrow.tail}`] : []),
          ...(head === undefined ? [`headport=${sidesOfArrow.head}`] : []),
        ]),
  ];
  const statement = `${tail ?? left} -> ${head ?? right} [${attributes.join(', ')}]`;
  return flat.has(arrow) ? `{ rank=same; ${statement} }` : statement;
}

/** A label without text that keeps space free. */
function spacer({ width, height }: Size): string {
  return `<<table border="0" fixedsize="true" width="${width}" height="${height}"><tr><td></td></tr></table>>`;
}
