import type { ArrowKind, Diagram, Node } from './diagram';
import { containsPoint, pointsOn, type Curve, type Point, type Rectangle } from './geometry';
import { layoutOf } from './layout';
import type { Layout, PlacedArrow, PlacedBox, PlacedNode } from './layout-model';
import { REGION_COLORS } from './picture-css';
import { element, rectangleElement, rounded, textElement, titleElement } from './svg-elements';
import {
  BASELINE,
  FONT,
  LINE,
  nodeText,
  REGION_BAR,
  REGION_TAG,
  TITLE_GAP,
  TITLE_TEXT_X,
  titleSize,
  type Size,
} from './text-blocks';
import { textWidth } from './text-width';

export interface Drawing extends Size {
  readonly markup: readonly string[];
}

/** Draws a diagram from its top left corner. */
export async function drawDiagram(diagram: Diagram): Promise<Drawing> {
  const layout = await layoutOf(diagram);
  return { width: layout.width, height: layout.height, markup: drawLayout(layout) };
}

/** Titles are above the arrows, so that no arrow crosses their text. */
function drawLayout(layout: Layout): readonly string[] {
  const regionClass = regionClasses(layout.nodes);
  const publicIds = new Set(
    layout.nodes.filter(({ node }) => node.kind === 'public').map(({ node }) => node.id),
  );
  const classOf = ({ arrow: { kind, from } }: PlacedArrow) =>
    `${kind}${publicIds.has(from) ? ' public' : ''}`;
  const points = layout.arrows.flatMap(({ curve }) => pointsOn(curve));
  return [
    ...layout.boxes.map(drawBox),
    ...layout.arrows.map((arrow) => drawArrow(arrow, classOf(arrow))),
    ...layout.boxes.map(drawTitle),
    ...layout.nodes.map((node) => drawNode(node, regionClass)),
    ...layout.arrows.map((arrow) => drawLabel(arrow, classOf(arrow), layout.boxes, points)),
  ];
}

function drawBox({ box, rectangle, inner }: PlacedBox): string {
  return element('g', { class: 'account', 'data-id': box.id }, [
    titleElement(box.label),
    rectangleElement(rectangle, 'shape', 10),
    ...(inner === undefined
      ? []
      : [
          element('g', { class: 'registries', 'data-id': box.registriesId }, [
            rectangleElement(inner, 'shape', 8),
          ]),
        ]),
  ]);
}

function drawTitle({ box, title }: PlacedBox): string {
  const { nameWidth } = titleSize(box);
  const x = title.x + TITLE_TEXT_X;
  const y = title.y + title.height / 2 + FONT.name * BASELINE;
  return element('g', { class: 'account account-title', 'data-id': box.id }, [
    titleElement(box.label),
    rectangleElement(title, 'band', 6),
    textElement(box.name, { x, y }, 'name'),
    ...(box.accountId === undefined
      ? []
      : [textElement(box.accountId, { x: x + nameWidth + TITLE_GAP, y }, 'muted')]),
  ]);
}

const NODE_CLASS: Readonly<Record<Node['kind'], string>> = {
  registry: 'registry',
  caller: 'principal',
  public: 'principal public',
  account: 'account account-node',
  upstream: 'upstream',
};

function drawNode({ node, rectangle }: PlacedNode, regionClass: RegionClass): string {
  const isRound = node.kind === 'caller' || node.kind === 'public';
  const { region } = node;
  return element('g', { class: NODE_CLASS[node.kind], 'data-id': node.id }, [
    titleElement(node.tooltip),
    rectangleElement(rectangle, 'shape', isRound ? 12 : 4),
    ...(region === undefined ? [] : [regionBar(rectangle, regionClass(region))]),
    ...drawNodeText(node, rectangle, regionClass),
  ]);
}

/** The colored bar is inside the border of the registry. */
function regionBar({ x, y, height }: Rectangle, className: string): string {
  return rectangleElement({ x: x + 0.5, y: y + 0.5, width: REGION_BAR, height: height - 1 }, className, 3);
}

/** The text of a registry is at its top, so that its name is where a reader looks for it. */
function drawNodeText(node: Node, rectangle: Rectangle, regionClass: RegionClass): readonly string[] {
  const text = nodeText(node);
  const top = node.kind === 'registry' || node.kind === 'account' ? 0 : (rectangle.height - text.height) / 2;
  return text.lines.flatMap((line) => {
    const at: Point = { x: rectangle.x + line.x, y: rectangle.y + top + line.y };
    if (line.kind !== 'region') {
      return [textElement(line.text, at, line.kind === 'name' ? 'name' : undefined)];
    }
    const { padding, height } = REGION_TAG;
    const tag: Rectangle = {
      x: at.x - padding,
      y: at.y - FONT.text * BASELINE - height / 2,
      width: textWidth(line.text, FONT.text) + 2 * padding,
      height,
    };
    return [rectangleElement(tag, `tag ${regionClass(line.text)}`, 8), textElement(line.text, at)];
  });
}

type RegionClass = (region: string) => string;

/** Each Region has a color, in the order of their names. */
function regionClasses(nodes: readonly PlacedNode[]): RegionClass {
  const regions = [...new Set(nodes.flatMap(({ node: { region } }) => region ?? []))].sort();
  return (region) => `region-${Math.max(0, regions.indexOf(region)) % REGION_COLORS}`;
}

function drawArrow({ arrow, curve, box }: PlacedArrow, className: string): string {
  const { from, to, tooltip, kind } = arrow;
  const end = curve.at(-1);
  return element('g', { class: `arrow ${className}`, 'data-from': from, 'data-to': to }, [
    titleElement(tooltip),
    element('path', { class: 'line', d: pathData(shortened(curve, HEAD_LENGTH - 1)) }),
    ...(box !== undefined && end !== undefined ? [boxEdge(box, end)] : []),
    drawHead(curve, kind),
  ]);
}

/** A bar at the edge of the box that an arrow leads to, so that it does not seem to lead to a node in the box. */
function boxEdge(box: Rectangle, { x, y }: Point): string {
  const isAtSide = Math.min(Math.abs(x - box.x), Math.abs(x - box.x - box.width)) < SIDE_TOLERANCE;
  const d = isAtSide ? `M${rounded(x)} ${rounded(y - 11)}v22` : `M${rounded(x - 11)} ${rounded(y)}h22`;
  return element('path', { class: 'edge', d });
}

const SIDE_TOLERANCE = 3;

const HEAD_LENGTH = 9;
const HEAD_WIDTH = 3.6;

function drawHead(curve: Curve, kind: ArrowKind): string {
  const tip = curve.at(-1);
  if (tip === undefined) return '';
  if (kind === 'cache') return element('circle', { class: 'head', cx: tip.x, cy: tip.y, r: 3.5 });
  const { x: dx, y: dy } = directionAtEnd(curve);
  const base = { x: tip.x - dx * HEAD_LENGTH, y: tip.y - dy * HEAD_LENGTH };
  const corner = (side: number) =>
    `${rounded(base.x - dy * HEAD_WIDTH * side)} ${rounded(base.y + dx * HEAD_WIDTH * side)}`;
  return element('path', {
    class: 'head',
    d: `M${rounded(tip.x)} ${rounded(tip.y)}L${corner(1)}L${corner(-1)}Z`,
  });
}

/** Returns the direction of a curve at its end, as a vector of length 1. */
function directionAtEnd(curve: Curve): Point {
  const tip = curve.at(-1);
  const before = curve.findLast(
    (point) => tip !== undefined && Math.hypot(tip.x - point.x, tip.y - point.y) > 0.5,
  );
  if (tip === undefined || before === undefined) return { x: 1, y: 0 };
  const length = Math.hypot(tip.x - before.x, tip.y - before.y);
  return { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length };
}

/** Ends a curve before its last point, so that the line does not appear in front of the arrowhead. */
function shortened(curve: Curve, length: number): Curve {
  const tip = curve.at(-1);
  if (tip === undefined) return curve;
  const direction = directionAtEnd(curve);
  return [...curve.slice(0, -1), { x: tip.x - direction.x * length, y: tip.y - direction.y * length }];
}

function pathData([start, ...rest]: Curve): string {
  if (start === undefined) return '';
  const points = rest.map(({ x, y }) => `${rounded(x)} ${rounded(y)}`);
  return `M${rounded(start.x)} ${rounded(start.y)}C${points.join(' ')}`;
}

/** The label has a background only if an arrow is below it. */
function drawLabel(
  { arrow: { from, to, tooltip }, label }: PlacedArrow,
  className: string,
  boxes: readonly PlacedBox[],
  points: readonly Point[],
): string {
  const { rectangle, lines } = label;
  const middle = { x: rectangle.x + rectangle.width / 2, y: rectangle.y + rectangle.height / 2 };
  const isCrossed = points.some((point) => containsPoint(rectangle, point));
  const top = middle.y - (lines.length * LINE.label) / 2;
  return element('g', { class: `arrow-label ${className}`, 'data-from': from, 'data-to': to }, [
    titleElement(tooltip),
    ...(isCrossed ? [rectangleElement(rectangle, surfaceClass(middle, boxes), 4)] : []),
    ...lines.map((line, index) =>
      textElement(
        line,
        { x: middle.x, y: top + (index + 0.5) * LINE.label + FONT.label * BASELINE },
        undefined,
        { 'text-anchor': 'middle' },
      ),
    ),
  ]);
}

/** Returns the class with the color below a point. */
function surfaceClass(point: Point, boxes: readonly PlacedBox[]): string {
  const box = boxes.find(({ rectangle }) => containsPoint(rectangle, point));
  if (box === undefined) return 'on-page';
  return box.inner !== undefined && containsPoint(box.inner, point) ? 'on-inner' : 'on-box';
}
