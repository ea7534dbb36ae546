import { printable } from '../printable';

/** An element of XML with nothing but text in its values. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children: readonly Element[] | string;
}

/** A document of XML 1.0, indented. Names of elements and attributes are ours; values may be anybody's. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}`;
}

function elementText({ name, attributes, children }: Element, indent: string): string {
  const open = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`),
  ];
  if (children.length === 0) return `${indent}<${open.join(' ')}/>\n`;
  const inner =
    typeof children === 'string'
      ? children.split('\n').map(escaped).join('\n')
      : `\n${children.map((child) => elementText(child, `${indent}  `)).join('')}${indent}`;
  return `${indent}<${open.join(' ')}>${inner}</${name}>\n`;
}

/** What XML would read as its own, and what it refuses whether escaped or not. https://www.w3.org/TR/xml/#charsets */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\p{Surrogate}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
