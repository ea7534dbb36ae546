import {
  boundsOf,
  containsPoint,
  containsRectangle,
  distanceBetween,
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

/** What a label must not cover. */
interface Obstacles {
  readonly nodes: readonly Rectangle[];
  readonly boxes: readonly PlacedBox[];
  /** The area of the picture. */
  readonly picture: Rectangle;
}

/** After the first pass, each label moves to a better position if the others leave one. */
const PASSES = 3;

/** Places the label of each arrow near the arrow, where nothing else is. */
export function placeLabels(labels: readonly UnplacedLabel[], obstacles: Obstacles): readonly Rectangle[] {
  const arrows = labels.map(({ curve }) => arrowPoints(curve));
  const hard = [...obstacles.nodes, ...obstacles.boxes.map(({ title }) => title)];
  const edges = obstacles.boxes.flatMap(({ rectangle, inner }) =>
    inner === undefined ? [rectangle] : [rectangle, inner],
  );
  const candidates = labels.map((label, index) =>
    candidatesOf(label, arrows[index]?.points ?? []).map((candidate) => ({
      candidate,
      cost:
        (containsRectangle(obstacles.picture, candidate) ? 0 : HARD) +
        HARD * countOverlaps(candidate, hard, 2) +
        ACROSS_EDGE * edges.filter((edge) => isAcross(edge, candidate)).length +
        arrowCost(candidate, arrows, index) +
        FROM_PREFERRED * distanceFrom(candidate, label.preferred),
    })),
  );
  const placed = new Map<number, Rectangle>();
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const [index, choices] of candidates.entries()) {
      const others = [...placed].flatMap(([other, rectangle]) => (other === index ? [] : [rectangle]));
      placed.set(index, cheapest(choices, others));
    }
  }
  return labels.map((_, index) => placed.get(index) ?? { x: 0, y: 0, width: 0, height: 0 });
}

interface Candidate {
  readonly candidate: Rectangle;
  readonly cost: number;
}

/** The costs of covering something, or of being far away. Only their relation matters. */
const HARD = 1000;
const ACROSS_EDGE = 60;
const OTHER_ARROW = 1.5;
const OWN_ARROW = 0.6;
/** An arrow through the middle of its label looks intended, and one along its edge does not. */
const OWN_ARROW_AT_EDGE = 3;
const ARROW_TIP = 60;
const NEARER_TO_OTHER = 40;
const FROM_ARROW = 1;
const FROM_PREFERRED = 0.06;
/** A label this near to its arrow is not too far away. */
const NEAR = 6;

function cheapest(choices: readonly Candidate[], others: readonly Rectangle[]): Rectangle {
  let best = choices[0]?.candidate ?? { x: 0, y: 0, width: 0, height: 0 };
  let lowest = Infinity;
  for (const { candidate, cost } of choices) {
    if (cost >= lowest) continue;
    const total = cost + HARD * countOverlaps(candidate, others, 1);
    if (total < lowest) [best, lowest] = [candidate, total];
  }
  return best;
}

interface ArrowPoints {
  readonly points: readonly Point[];
  readonly bounds: Rectangle;
}

function arrowPoints(curve: Curve): ArrowPoints {
  const points = pointsOn(curve);
  return { points, bounds: boundsOf(points.map(({ x, y }) => ({ x, y, width: 0, height: 0 }))) };
}

/** Returns the cost of the arrows below a label, of its distance to its own arrow, and of a nearer other one. */
function arrowCost(candidate: Rectangle, arrows: readonly ArrowPoints[], own: number): number {
  const ownPoints = arrows[own]?.points ?? [];
  const distance = distanceTo(candidate, ownPoints);
  let cost =
    FROM_ARROW * Math.max(0, distance - NEAR) +
    OWN_ARROW * countPoints(candidate, ownPoints) +
    OWN_ARROW_AT_EDGE * countEdgePoints(candidate, ownPoints);
  if (coversEnd(candidate, ownPoints)) cost += ARROW_TIP;
  for (const [index, { points, bounds }] of arrows.entries()) {
    if (index === own || !overlaps(candidate, bounds, distance)) continue;
    cost += OTHER_ARROW * countPoints(candidate, points);
    if (coversEnd(candidate, points)) cost += ARROW_TIP;
    if (distanceTo(candidate, points) < distance) cost += NEARER_TO_OTHER;
  }
  return cost;
}

function coversEnd(candidate: Rectangle, points: readonly Point[]): boolean {
  return points.slice(-4).some((point) => containsPoint(candidate, point));
}

function countPoints(candidate: Rectangle, points: readonly Point[]): number {
  let count = 0;
  for (const point of points) if (containsPoint(candidate, point)) count += 1;
  return count;
}

function countEdgePoints({ y, height, ...rest }: Rectangle, points: readonly Point[]): number {
  const edge = height / 4;
  return (
    countPoints({ ...rest, y, height: edge }, points) +
    countPoints({ ...rest, y: y + height - edge, height: edge }, points)
  );
}

function distanceTo(candidate: Rectangle, points: readonly Point[]): number {
  let nearest = Infinity;
  for (const point of points) nearest = Math.min(nearest, distanceBetween(candidate, point));
  return nearest;
}

function distanceFrom({ x, y, width, height }: Rectangle, point: Point): number {
  return Math.hypot(x + width / 2 - point.x, y + height / 2 - point.y);
}

function countOverlaps(candidate: Rectangle, others: readonly Rectangle[], distance: number): number {
  return others.filter((other) => overlaps(candidate, other, distance)).length;
}

function isAcross(edge: Rectangle, candidate: Rectangle): boolean {
  return overlaps(edge, candidate) && !containsRectangle(edge, candidate);
}

/** Where along the arrow a label is tried. */
const PARTS = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88];
/** Along a rising or falling arrow, a label is next to it if it is shifted. */
const SHIFTS = [0, -0.35, 0.35, -0.6, 0.6];
/** The distances between the arrow and the edge of its label. */
const GAPS = [2, 8];

function candidatesOf(
  { text: { width, height }, preferred }: UnplacedLabel,
  points: readonly Point[],
): readonly Rectangle[] {
  const around = ({ x, y }: Point): Rectangle => ({ x: x - width / 2, y: y - height / 2, width, height });
  const onCurve = PARTS.flatMap((part) => points[Math.round(part * (points.length - 1))] ?? []);
  const nextTo = ({ x, y }: Point) =>
    SHIFTS.flatMap((shift) =>
      GAPS.flatMap((gap) => [
        around({ x: x + shift * width, y: y - height / 2 - gap }),
        around({ x: x - shift * width, y: y + height / 2 + gap }),
      ]),
    );
  return [around(preferred), ...onCurve.flatMap(nextTo), ...onCurve.map(around)];
}
