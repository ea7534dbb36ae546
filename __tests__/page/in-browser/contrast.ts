import type { TextLine } from './measure-picture';

type Rgb = readonly [number, number, number];

/** Returns the texts whose contrast with what is below them is too low. */
export function contrastFaults(texts: readonly TextLine[], minimum: number): readonly string[] {
  return texts.flatMap(({ text, rect, element }) => {
    const style = getComputedStyle(element);
    const isSvg = element instanceof SVGElement;
    const color = parseColor(isSvg ? style.fill : style.color);
    if (color === undefined) return [`text '${text}' has no color`];
    const background = backgroundAt(rect, element);
    const contrast = contrastOf(color, background);
    return contrast < minimum
      ? [`text '${text}': contrast ${contrast.toFixed(1)} of ${color.join()} on ${background.join()}`]
      : [];
  });
}

/** Returns the color of the topmost opaque element below the text. */
function backgroundAt(rect: DOMRect, text: Element): Rgb {
  const x = rect.left + rect.width / 2;
  const y = rect.top + rect.height / 2;
  for (const element of document.elementsFromPoint(x, y)) {
    const isText = element === text && element instanceof SVGElement;
    const color = isText ? undefined : fillOf(element);
    if (color !== undefined) return color;
  }
  return parseColor(getComputedStyle(document.documentElement).backgroundColor) ?? [255, 255, 255];
}

function fillOf(element: Element): Rgb | undefined {
  const style = getComputedStyle(element);
  const isShape = element instanceof SVGGeometryElement;
  if (element instanceof SVGElement && !isShape) return undefined;
  return parseColor(isShape ? style.fill : style.backgroundColor);
}

/** Returns undefined for a color that is mostly transparent. */
function parseColor(text: string): Rgb | undefined {
  const [red, green, blue, alpha = 1] = (/^rgba?\((.*)\)$/.exec(text)?.[1] ?? '').split(/[ ,/]+/).map(Number);
  if (red === undefined || green === undefined || blue === undefined || alpha < 0.5) return undefined;
  return [red, green, blue];
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrastOf(one: Rgb, other: Rgb): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
