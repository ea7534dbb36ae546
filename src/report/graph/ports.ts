import { groupBy } from '../../base/collections';
import { pointsOn, smoothed, type Curve, type Point, type Rectangle } from './geometry';

/** An arrow with the rectangles that it connects. */
export interface Route {
  readonly curve: Curve;
  readonly from: Rectangle | undefined;
  readonly to: Rectangle | undefined;
}

/** The part of a side that arrows may end at: below this distance from the top, above this one from the bottom. */
const MARGIN = { top: 12, bottom: 10 } as const;
/** The distance between arrows at a side, if there is space. */
const DISTANCE = 13;

/**
 * Distributes the ends of arrows over the left and right sides of their nodes. Graphviz leads all arrows to the middle of
 * a node.
 */
export function distributeEnds(routes: readonly Route[]): readonly Curve[] {
  const curves = routes.map(({ curve }) => [...curve]);
  const ends = routes.flatMap((route, index) => [
    ...endOf(route.curve, 'from', route.from, index),
    ...endOf(route.curve, 'to', route.to, index),
  ]);
  const sides = groupBy(ends, ({ rectangle: { x, y, width, height }, side }) =>
    JSON.stringify([x, y, width, height, side]),
  );
  for (const group of sides.values()) {
    const positions = spread(group);
    group.forEach((end, position) => {
      const y = positions[position];
      const curve = curves[end.index];
      if (y !== undefined && curve !== undefined) moveEnd(curve, end, y);
    });
  }
  return curves.map(smoothed);
}

interface End {
  readonly index: number;
  readonly end: 'from' | 'to';
  readonly side: 'left' | 'right';
  readonly rectangle: Rectangle;
  /** The height at which the arrow comes near the side. */
  readonly approach: number;
}

/** How close to a side an end must be to belong to it. */
const TOLERANCE = 4;
/** The distance from the side at which the approach is measured. */
const APPROACH_DISTANCE = 60;

function endOf(
  curve: Curve,
  end: 'from' | 'to',
  rectangle: Rectangle | undefined,
  index: number,
): readonly End[] {
  const point = end === 'from' ? curve[0] : curve.at(-1);
  if (rectangle === undefined || point === undefined) return [];
  const { x, width } = rectangle;
  const side =
    Math.abs(point.x - x) < TOLERANCE
      ? 'left'
      : Math.abs(point.x - x - width) < TOLERANCE
        ? 'right'
        : undefined;
  if (side === undefined) return [];
  const sampled = pointsOn(curve);
  const inOrder = end === 'from' ? sampled : sampled.toReversed();
  const outside = inOrder.find((each) => Math.abs(each.x - point.x) > APPROACH_DISTANCE) ?? inOrder.at(-1);
  return [{ index, end, side, rectangle, approach: outside?.y ?? point.y }];
}

/** Returns the heights of the ends: near their approaches, in the same order, and apart from each other. */
function spread(group: readonly End[]): readonly number[] {
  const [first] = group;
  if (first === undefined) return [];
  const { y, height } = first.rectangle;
  const [top, bottom] = [y + MARGIN.top, y + height - MARGIN.bottom];
  const sorted = group
    .map((end, index) => ({ approach: end.approach, index }))
    .sort((a, b) => a.approach - b.approach || a.index - b.index);
  const distance = Math.min(DISTANCE, (bottom - top) / Math.max(1, sorted.length - 1));
  const heights = sorted.map(({ approach }) => Math.min(bottom, Math.max(top, approach)));
  for (let index = 1; index < heights.length; index += 1) {
    heights[index] = Math.max(heights[index] ?? 0, (heights[index - 1] ?? 0) + distance);
  }
  let limit = bottom;
  for (let index = heights.length - 1; index >= 0; index -= 1) {
    heights[index] = Math.min(heights[index] ?? 0, limit);
    limit = (heights[index] ?? 0) - distance;
  }
  const result: number[] = [];
  sorted.forEach(({ index }, position) => {
    result[index] = heights[position] ?? top;
  });
  return result;
}

/** The part of the last curve that is straight in front of the node. */
const STRAIGHTNESS = 0.45;
const MAX_STRAIGHT = 44;
/** Curves that are narrower are joined with the one before, so that the arrow does not bend sharply at the node. */
const MIN_CURVE_WIDTH = 36;

/** Moves the end of a curve to another height, and lets it arrive horizontally. */
function moveEnd(curve: Point[], { end, side }: End, y: number): void {
  if (end === 'from') curve.reverse();
  const point = curve.at(-1);
  if (point !== undefined) {
    joinLastCurves(curve, point);
    const other = curve.at(-4) ?? point;
    const length = Math.min(MAX_STRAIGHT, Math.abs(point.x - other.x) * STRAIGHTNESS);
    curve.splice(-2, 2, { x: side === 'left' ? point.x - length : point.x + length, y }, { x: point.x, y });
  }
  if (end === 'from') curve.reverse();
}

function joinLastCurves(curve: Point[], end: Point): void {
  while (curve.length > 4 && Math.abs(end.x - (curve.at(-4)?.x ?? end.x)) < MIN_CURVE_WIDTH) {
    // Keeps the start of the curve before, and the end of the last one.
    curve.splice(-5, 3);
  }
}
