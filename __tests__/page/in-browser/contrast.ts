import type { TextLine } from './measure-picture';

type Rgb = readonly [number, number, number];

/** Returns the texts whose contrast with what is below them is too low. */
export function contrastFaults(texts: readonly TextLine[], minimum: number): readonly string[] {
  return texts.flatMap(({ text, rect, element }) => {
    const style = getComputedStyle(element);
    const isSvg = element instanceof SVGElement;
    const color = parseColor(isSvg ? style.fill : style.color)?.rgb;
    if (color === undefined) return [`text '${text}' has no color`];
    const background = backgroundAt(rect, element);
    const contrast = contrastOf(color, background);
    return contrast < minimum
      ? [`text '${text}': contrast ${contrast.toFixed(1)} of ${color.join()} on ${background.join()}`]
      : [];
  });
}

/** Returns the color below the text: of all elements there, blended from the opaque one upwards. */
function backgroundAt(rect: DOMRect, text: Element): Rgb {
  const x = rect.left + rect.width / 2;
  const y = rect.top + rect.height / 2;
  const page = parseColor(getComputedStyle(document.documentElement).backgroundColor);
  return document
    .elementsFromPoint(x, y)
    .filter((element) => element !== text || !(element instanceof SVGElement))
    .flatMap((element) => fillOf(element) ?? [])
    .reduceRight(blend, page === undefined || page.alpha < 1 ? [255, 255, 255] : page.rgb);
}

interface Color {
  readonly rgb: Rgb;
  readonly alpha: number;
}

function fillOf(element: Element): Color | undefined {
  const style = getComputedStyle(element);
  const isShape = element instanceof SVGGeometryElement;
  if (element instanceof SVGElement && !isShape) return undefined;
  const color = parseColor(isShape ? style.fill : style.backgroundColor);
  if (color === undefined) return undefined;
  const opacity = Number(style.opacity) * (isShape ? Number(style.fillOpacity) : 1);
  return { rgb: color.rgb, alpha: color.alpha * opacity };
}

function blend(below: Rgb, { rgb, alpha }: Color): Rgb {
  const [red, green, blue] = below;
  const mix = (over: number, under: number): number => Math.round(over * alpha + under * (1 - alpha));
  return [mix(rgb[0], red), mix(rgb[1], green), mix(rgb[2], blue)];
}

/** Returns undefined if there is no color. */
function parseColor(text: string): Color | undefined {
  const [red, green, blue, alpha = 1] = (/^rgba?\((.*)\)$/.exec(text)?.[1] ?? '').split(/[ ,/]+/).map(Number);
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  return { rgb: [red, green, blue], alpha };
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
