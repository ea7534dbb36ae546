import { replaceUndrawable } from './diagram';
import type { Point, Rectangle } from './geometry';

/** Attributes of an element. Undefined attributes are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Returns an element with escaped attributes. Without contents, it has no end tag. */
export function element(name: string, attributes: Attributes, contents?: readonly string[]): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(String(value))}"`,
    )
    .join('');
  return contents === undefined ? `<${name}${text}/>` : `<${name}${text}>${contents.join('')}</${name}>`;
}

export function textElement(
  text: string,
  { x, y }: Point,
  className?: string,
  more: Attributes = {},
): string {
  return element('text', { x, y, class: className, ...more }, [escapeXml(replaceUndrawable(text))]);
}

/** The tooltip of a group, which screen readers read too. */
export function titleElement(tooltip: string): string {
  const lines = tooltip.split('\n').map((line) => escapeXml(replaceUndrawable(line)));
  return `<title>${lines.join('&#10;')}</title>`;
}

export function rectangleElement(
  { x, y, width, height }: Rectangle,
  className: string,
  radius?: number,
): string {
  return element('rect', { class: className, x, y, width, height, rx: radius });
}

/** One decimal is more precise than a screen. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
