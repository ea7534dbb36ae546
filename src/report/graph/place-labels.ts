import {
  containsPoint,
  containsRectangle,
  overlaps,
  pointsOn,
  type Curve,
  type Point,
  type Rectangle,
} from './geometry';
import type { PlacedBox } from './layout-model';
import type { LabelText } from './text-blocks';

export interface UnplacedLabel {
  readonly text: LabelText;
  /** The middle that the layout reserved for the label. */
  readonly preferred: Point;
  readonly curve: Curve;
}

/**
 * Places the label of each arrow where nothing else is: at the position that Graphviz reserved, or along the arrow.
 */
export function placeLabels(
  labels: readonly UnplacedLabel[],
  nodes: readonly Rectangle[],
  boxes: readonly PlacedBox[],
): readonly Rectangle[] {
  const curves = labels.map(({ curve }) => pointsOn(curve));
  const edges = boxes.flatMap(({ rectangle, inner }) => [rectangle, ...(inner === undefined ? [] : [inner])]);
  const titles = boxes.map(({ title }) => title);
  const placed: Rectangle[] = [];
  for (const [index, label] of labels.entries()) {
    const costOf = (candidate: Rectangle) =>
      HARD * countOverlaps(candidate, nodes, 2) +
      HARD * countOverlaps(candidate, titles, 1) +
      HARD * countOverlaps(candidate, placed, 1) +
      ACROSS_EDGE * edges.filter((edge) => isAcross(edge, candidate)).length +
      countPoints(candidate, curves, index);
    placed.push(cheapest(candidatesOf(label, curves[index] ?? []), costOf));
  }
  return placed;
}

/** Compared with one point of another arrow below the label. */
const HARD = 1000;
const ACROSS_EDGE = 20;

function countOverlaps(candidate: Rectangle, others: readonly Rectangle[], distance: number): number {
  return others.filter((other) => overlaps(candidate, other, distance)).length;
}

/** Returns the number of points of other arrows below a label. */
function countPoints(candidate: Rectangle, curves: readonly (readonly Point[])[], own: number): number {
  let count = 0;
  for (const [index, points] of curves.entries()) {
    if (index === own) continue;
    for (const point of points) if (containsPoint(candidate, point)) count += 1;
  }
  return count;
}

function isAcross(edge: Rectangle, candidate: Rectangle): boolean {
  return overlaps(edge, candidate) && !containsRectangle(edge, candidate);
}

function cheapest(candidates: readonly Rectangle[], costOf: (candidate: Rectangle) => number): Rectangle {
  let best = candidates[0] ?? { x: 0, y: 0, width: 0, height: 0 };
  let lowest = Infinity;
  for (const candidate of candidates) {
    const cost = costOf(candidate);
    if (cost < lowest) [best, lowest] = [candidate, cost];
    if (lowest === 0) break;
  }
  return best;
}

/** Where along the arrow a label is tried: from its middle outwards. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88];
/** The distance between the arrow and the edge of its label. */
const GAP = 2;

function candidatesOf(
  { text: { width, height }, preferred }: UnplacedLabel,
  points: readonly Point[],
): readonly Rectangle[] {
  const around = ({ x, y }: Point): Rectangle => ({ x: x - width / 2, y: y - height / 2, width, height });
  const onCurve = PARTS.flatMap((part) => points[Math.round(part * (points.length - 1))] ?? []);
  return [
    around(preferred),
    ...onCurve.map(({ x, y }) => around({ x, y: y + height / 2 + GAP })),
    ...onCurve.map(({ x, y }) => around({ x, y: y - height / 2 - GAP })),
    ...onCurve.map(around),
    ...[1, -1, 2, -2, 3, -3].map((step) => around({ x: preferred.x, y: preferred.y + step * height })),
  ];
}
