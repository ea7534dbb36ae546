/** Coordinates of an SVG: y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The control points of cubic Bézier curves: a start, and three points for each curve. */
export type Curve = readonly Point[];

/** Returns whether two rectangles have a common area, with this distance around them. */
export function overlaps(a: Rectangle, b: Rectangle, distance = 0): boolean {
  return (
    a.x < b.x + b.width + distance &&
    b.x < a.x + a.width + distance &&
    a.y < b.y + b.height + distance &&
    b.y < a.y + a.height + distance
  );
}

export function containsRectangle(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

export function containsPoint({ x, y, width, height }: Rectangle, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Returns the distance between a point and the nearest point of a rectangle. */
export function distanceBetween({ x, y, width, height }: Rectangle, point: Point): number {
  const dx = Math.max(x - point.x, 0, point.x - x - width);
  const dy = Math.max(y - point.y, 0, point.y - y - height);
  return Math.hypot(dx, dy);
}

/** Returns the same curves without corners where they meet. */
export function smoothed(curve: Curve): Curve {
  const result = [...curve];
  for (let index = 3; index + 1 < result.length; index += 3) {
    const [before, knot, after] = result.slice(index - 1, index + 2);
    if (before === undefined || knot === undefined || after === undefined) continue;
    // Control points may coincide with the point where the curves meet.
    const incoming = vector(isNear(before, knot) ? (result[index - 2] ?? before) : before, knot);
    const outgoing = vector(knot, isNear(after, knot) ? (result[index + 2] ?? after) : after);
    const sum = { x: incoming.x + outgoing.x, y: incoming.y + outgoing.y };
    const length = Math.hypot(sum.x, sum.y);
    if (length < 0.1) continue;
    const at = (distance: number): Point => ({
      x: knot.x + (sum.x / length) * distance,
      y: knot.y + (sum.y / length) * distance,
    });
    result[index - 1] = at(-incoming.length);
    result[index + 1] = at(outgoing.length);
  }
  return result;
}

function isNear(a: Point, b: Point): boolean {
  return Math.hypot(a.x - b.x, a.y - b.y) < 1;
}

/** Returns the direction between two points as a vector of length 1, and their distance. */
function vector(from: Point, to: Point): Point & { readonly length: number } {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const divisor = length === 0 ? 1 : length;
  return { x: (to.x - from.x) / divisor, y: (to.y - from.y) / divisor, length };
}

/** Points of each Bézier curve. */
const SAMPLES = 24;

/** Returns points on a curve, from its start to its end. */
export function pointsOn(curve: Curve): readonly Point[] {
  const points: Point[] = [];
  for (let start = 0; start + 3 < curve.length; start += 3) {
    const [a, b, c, d] = curve.slice(start, start + 4);
    if (a === undefined || b === undefined || c === undefined || d === undefined) continue;
    for (let step = 0; step < SAMPLES; step += 1) points.push(pointAt(a, b, c, d, step / SAMPLES));
  }
  const last = curve.at(-1);
  return last === undefined ? points : [...points, last];
}

function pointAt(a: Point, b: Point, c: Point, d: Point, t: number): Point {
  const s = 1 - t;
  const [p, q, r, u] = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t];
  return { x: p * a.x + q * b.x + r * c.x + u * d.x, y: p * a.y + q * b.y + r * c.y + u * d.y };
}

/** Returns the smallest rectangle that contains all of these. */
export function boundsOf(rectangles: readonly Rectangle[]): Rectangle {
  const x = Math.min(...rectangles.map((each) => each.x));
  const y = Math.min(...rectangles.map((each) => each.y));
  const right = Math.max(...rectangles.map((each) => each.x + each.width));
  const bottom = Math.max(...rectangles.map((each) => each.y + each.height));
  return rectangles.length === 0
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x, y, width: right - x, height: bottom - y };
}
