import { printable } from './text';

/** An XML element whose values are text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly XmlElement[] | string;
}

/** Renders an indented XML 1.0 document. Element and attribute names are trusted; values are not. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}`;
}

function elementText({ name, attributes, children }: XmlElement, indent: string): string {
  const open = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeXml(String(value))}"`),
  ];
  if (children.length === 0) return `${indent}<${open.join(' ')}/>\n`;
  const inner =
    typeof children === 'string'
      ? children.split('\n').map(escapeXml).join('\n')
      : `\n${children.map((child) => elementText(child, `${indent}  `)).join('')}${indent}`;
  return `${indent}<${open.join(' ')}>${inner}</${name}>\n`;
}

/**
 * Escapes characters with a meaning in XML, and replaces characters that XML does not allow even if escaped.
 * https://www.w3.org/TR/xml/#charsets
 */
function escapeXml(text: string): string {
  return printable(text)
    .replace(/[\p{Surrogate}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
