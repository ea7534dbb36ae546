import { containsPoint, overlaps, pointsOn, type Curve, type Rectangle } from './geometry';
import type { PlacedBox, PlacedNode } from './layout-model';
import { titleSize } from './text-blocks';

/** The distance between the edge of a box and its title. */
const MARGIN = { x: 10, y: 6 } as const;
/** Positions that are tried from the left edge to the right edge. */
const POSITIONS = 12;

/** Places the title of each account at the left of its top, or further right if an arrow or a node is there. */
export function placeTitles(
  boxes: readonly Omit<PlacedBox, 'title'>[],
  nodes: readonly PlacedNode[],
  curves: readonly Curve[],
): readonly PlacedBox[] {
  const points = curves.flatMap(pointsOn);
  return boxes.map((each) => {
    const candidates = titlesOf(each);
    const isFree = (title: Rectangle) =>
      !points.some((point) => containsPoint(title, point)) &&
      !nodes.some(({ rectangle }) => overlaps(title, rectangle));
    const title = candidates.find(isFree) ?? candidates[0];
    return { ...each, title };
  });
}

function titlesOf({ box, rectangle }: Omit<PlacedBox, 'title'>): readonly [Rectangle, ...Rectangle[]] {
  const { width, height } = titleSize(box);
  const y = rectangle.y + MARGIN.y;
  const left = rectangle.x + MARGIN.x;
  const range = Math.max(0, rectangle.width - width - 2 * MARGIN.x);
  const at = (step: number): Rectangle => ({ x: left + (range * step) / POSITIONS, y, width, height });
  return [at(0), ...Array.from({ length: POSITIONS }, (_, index) => at(index + 1))];
}
