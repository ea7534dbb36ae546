/** Runs in the browser: measures the first SVG of the document. Bundled by `__tests__/browser/picture.ts`. */
import type { Measured, PictureParts } from '../../browser/picture-faults';
import { contrastFaults } from './contrast';

/** A line of text, and what it belongs to. */
export interface TextLine {
  readonly text: string;
  readonly rect: DOMRect;
  readonly element: Element;
  readonly part: 'node' | 'title' | 'label' | 'other';
}

interface Shape {
  readonly name: string;
  readonly rect: DOMRect;
  readonly element: Element;
}

interface Arrow {
  readonly name: string;
  readonly path: SVGGeometryElement;
  readonly points: readonly DOMPoint[];
}

const WCAG_AA = 4.5;

export function measurePicture(parts: PictureParts): Measured {
  const svg = document.querySelector('svg');
  if (svg === null) throw new Error('the page has no svg');
  const texts = textLines(svg, parts);
  const nodes = [...svg.querySelectorAll(parts.node)].map(shapeOf);
  const arrows = [...svg.querySelectorAll<SVGGeometryElement>(parts.arrow)].map(arrowOf);
  return {
    faults: [
      ...overlappingTexts(texts),
      ...labelsOverNodes(texts, nodes),
      ...arrowsThroughNodes(arrows, nodes),
      ...arrowsThroughTitles(arrows, texts),
      ...outside(svg, [...texts.map(({ text, rect }) => ({ name: text, rect })), ...nodes]),
      ...contrastFaults(texts, WCAG_AA),
    ],
    counts: { texts: texts.length, nodes: nodes.length, arrows: arrows.length },
    smallestText: Math.min(...texts.map(({ rect }) => rect.height)),
  };
}

function textLines(svg: SVGSVGElement, { node, title, label }: PictureParts): readonly TextLine[] {
  const walker = document.createTreeWalker(svg, NodeFilter.SHOW_TEXT);
  const lines: TextLine[] = [];
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const element = text.parentElement;
    const content = (text.nodeValue ?? '').trim();
    if (element === null || content === '' || element.closest('title, desc, style') !== null) continue;
    const part =
      element.closest(title) !== null
        ? 'title'
        : element.closest(label) !== null
          ? 'label'
          : element.closest(node) !== null
            ? 'node'
            : 'other';
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) lines.push({ text: content, rect, element, part });
  }
  return lines;
}

function shapeOf(element: Element): Shape {
  const shape = element.querySelector('rect, polygon, path') ?? element;
  return { name: textOf(element), rect: shape.getBoundingClientRect(), element };
}

function textOf(element: Element): string {
  const clone = element.cloneNode(true) as Element; // a copy of an element is an element
  clone.querySelectorAll('title, desc').forEach((each) => {
    each.remove();
  });
  return clone.textContent.trim().replace(/\s+/g, ' ').slice(0, 60);
}

/** A point each two pixels of the path, in the coordinates of the page. */
function arrowOf(path: SVGGeometryElement): Arrow {
  const matrix = path.getScreenCTM();
  const length = path.getTotalLength();
  const steps = Math.max(2, Math.ceil(length / 2));
  const points = Array.from({ length: steps + 1 }, (_, index) =>
    path.getPointAtLength((length * index) / steps).matrixTransform(matrix ?? undefined),
  );
  const group = path.closest('[data-from]');
  const name =
    group === null
      ? path.id
      : `${group.getAttribute('data-from') ?? ''} -> ${group.getAttribute('data-to') ?? ''}`;
  return { name, path, points };
}

/** Bounding boxes of neighbouring lines touch. */
const TOLERANCE = 1.5;

function intersect(a: DOMRect, b: DOMRect, tolerance = TOLERANCE): boolean {
  return (
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > tolerance &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > tolerance
  );
}

function contains({ left, right, top, bottom }: DOMRect, { x, y }: DOMPoint, inset: number): boolean {
  return x > left + inset && x < right - inset && y > top + inset && y < bottom - inset;
}

function overlappingTexts(texts: readonly TextLine[]): readonly string[] {
  return texts.flatMap((one, index) =>
    texts
      .slice(index + 1)
      .filter(({ rect }) => intersect(one.rect, rect))
      .map(({ text }) => `text '${one.text}' overlaps text '${text}'`),
  );
}

function labelsOverNodes(texts: readonly TextLine[], nodes: readonly Shape[]): readonly string[] {
  return texts
    .filter(({ part }) => part === 'label')
    .flatMap(({ text, rect }) =>
      nodes
        .filter((node) => intersect(rect, node.rect))
        .map(({ name }) => `label '${text}' overlaps '${name}'`),
    );
}

/** An arrow ends at the edge of a node, and some of its head is inside. */
const INSIDE = 6;

function arrowsThroughNodes(arrows: readonly Arrow[], nodes: readonly Shape[]): readonly string[] {
  return arrows.flatMap((arrow) =>
    nodes
      .filter(({ rect }) => arrow.points.some((point) => contains(rect, point, INSIDE)))
      .map(({ name }) => `arrow ${arrow.name} runs through '${name}'`),
  );
}

/** An arrow below an opaque title does not cross its text. */
function arrowsThroughTitles(arrows: readonly Arrow[], texts: readonly TextLine[]): readonly string[] {
  const titles = texts.filter(({ part }) => part === 'title' || part === 'other');
  return arrows.flatMap((arrow) =>
    titles
      .filter(({ rect }) => arrow.points.some((point) => contains(rect, point, 0) && isOnTop(arrow, point)))
      .map(({ text }) => `arrow ${arrow.name} runs through the title '${text}'`),
  );
}

function outside(
  svg: SVGSVGElement,
  shapes: readonly { readonly name: string; readonly rect: DOMRect }[],
): readonly string[] {
  const { left, right, top, bottom } = svg.getBoundingClientRect();
  return shapes
    .filter(
      ({ rect }) =>
        rect.left < left - 1 || rect.right > right + 1 || rect.top < top - 1 || rect.bottom > bottom + 1,
    )
    .map(({ name }) => `'${name}' is outside the picture`);
}

function isOnTop({ path }: Arrow, { x, y }: DOMPoint): boolean {
  return document.elementsFromPoint(x, y).find((element) => element instanceof SVGGeometryElement) === path;
}
