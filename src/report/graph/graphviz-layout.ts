import type { Diagram } from './diagram';
import type { Curve, Point, Rectangle } from './geometry';
import { layoutDot, type ArrowSides, type Sides } from './layout-dot';

/** The positions that Graphviz calculates. */
export interface Positions {
  readonly size: { readonly width: number; readonly height: number };
  /** By the ID of the node or box. */
  readonly rectangles: ReadonlyMap<string, Rectangle>;
  /** By the index of the arrow. */
  readonly arrows: ReadonlyMap<number, { readonly curve: Curve; readonly label: Point }>;
  /** The nodes that Graphviz connects, by the index of the arrow. */
  readonly ends: ReadonlyMap<
    number,
    { readonly tail: Rectangle | undefined; readonly head: Rectangle | undefined }
  >;
}

/**
 * Calculates the positions of a diagram.
 * @throws Error if Graphviz is not installed
 */
export async function graphvizPositions(diagram: Diagram): Promise<Positions> {
  const { instance } = await loadGraphviz();
  const graphviz = await instance();
  const calculate = (sides?: Sides): Positions => {
    const json: unknown = JSON.parse(graphviz.renderString(layoutDot(diagram, sides), { format: 'json0' }));
    // The format is Graphviz's, and the tests render every kind of diagram.
    return readPositions(json as GraphvizJson);
  };
  // The sides that arrows start and end at depend on the order of the nodes, which the first layout shows.
  return calculate(sidesOf(calculate()));
}

/** Returns the sides that face each other. Otherwise, arrows to nodes far above start at the top, and cross the title. */
function sidesOf({ arrows, ends }: Positions): Sides {
  const facing = [...arrows.keys()].flatMap((index): readonly (readonly [number, ArrowSides])[] => {
    const end = ends.get(index);
    const [tail, head] = [end?.tail, end?.head];
    if (tail === undefined || head === undefined) return [];
    if (tail.x + tail.width < head.x) return [[index, { tail: 'e', head: 'w' }]];
    if (head.x + head.width < tail.x) return [[index, { tail: 'w', head: 'e' }]];
    return [];
  });
  return new Map(facing);
}

/** Loads Graphviz on demand, because it is 1.5 MB and only SVG needs it. The released single file does not contain it. */
async function loadGraphviz() {
  try {
    return await import('@viz-js/viz');
  } catch (error) {
    throw new Error(
      "SVG requires Graphviz, which is not installed with this file. Use '--format dot' or '--format mermaid', or install the npm package ecr-topology, which contains Graphviz.",
      { cause: error },
    );
  }
}

/** https://graphviz.org/docs/outputs/json/ */
interface GraphvizJson {
  readonly bb: string;
  readonly objects?: readonly GraphvizObject[];
  readonly edges?: readonly GraphvizEdge[];
}

/** A node has a position and a size in inches, a subgraph has a bounding box. */
interface GraphvizObject {
  readonly name: string;
  readonly bb?: string;
  readonly pos?: string;
  readonly width?: string;
  readonly height?: string;
}

interface GraphvizEdge {
  readonly id: string;
  /** Indices of objects. */
  readonly tail: number;
  readonly head: number;
  readonly pos?: string;
  readonly lp?: string;
}

const POINTS_PER_INCH = 72;

function readPositions({ bb, objects = [], edges = [] }: GraphvizJson): Positions {
  const [, , width = 0, height = 0] = numbers(bb);
  const toPoint = ([x = 0, y = 0]: readonly number[]): Point => ({ x, y: height - y });
  const rectangles = objects.flatMap((object) => {
    const rectangle = rectangleOf(object, height);
    return rectangle === undefined ? [] : [[object.name.replace(/^cluster_/, ''), rectangle] as const];
  });
  const arrows = edges.flatMap(({ id, pos, lp }) => {
    if (pos === undefined || lp === undefined) return [];
    const curve = pos.split(' ').map((point) => toPoint(numbers(point)));
    return [[Number(id), { curve, label: toPoint(numbers(lp)) }] as const];
  });
  const at = (index: number) => {
    const object = objects[index];
    return object === undefined ? undefined : rectangleOf(object, height);
  };
  const ends = edges.map(({ id, tail, head }) => [Number(id), { tail: at(tail), head: at(head) }] as const);
  return {
    size: { width, height },
    rectangles: new Map(rectangles),
    arrows: new Map(arrows),
    ends: new Map(ends),
  };
}

function rectangleOf({ bb, pos, width, height }: GraphvizObject, total: number): Rectangle | undefined {
  if (bb !== undefined) {
    const [left = 0, bottom = 0, right = 0, top = 0] = numbers(bb);
    return { x: left, y: total - top, width: right - left, height: top - bottom };
  }
  if (pos === undefined) return undefined;
  const [x = 0, y = 0] = numbers(pos);
  const [w, h] = [Number(width) * POINTS_PER_INCH, Number(height) * POINTS_PER_INCH];
  return { x: x - w / 2, y: total - y - h / 2, width: w, height: h };
}

function numbers(text: string): readonly number[] {
  return text.split(',').map(Number);
}
