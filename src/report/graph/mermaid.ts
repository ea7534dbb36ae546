import {
  ARROW_COLORS,
  ARROW_KINDS,
  NODE_COLORS,
  replaceUndrawable,
  type Arrow,
  type ArrowKind,
  type Diagram,
  type Node,
} from './diagram';
import { flatten } from './mermaid-nodes';
import { narrowestDirection } from './mermaid-size';

/**
 * Limits of GitHub: the defaults of Mermaid's `maxTextSize` and `maxEdges`.
 * https://mermaid.js.org/config/schema-docs/config.html
 */
export const MERMAID_LIMITS = { characters: 50_000, arrows: 500 } as const;

export function fitsMermaid(diagram: Diagram): boolean {
  const { characters, arrows } = MERMAID_LIMITS;
  return diagram.arrows.length <= arrows && mermaidText(diagram).length <= characters;
}

/**
 * Renders a graph as a Mermaid flowchart, which GitHub displays. It has no subgraphs, because Mermaid draws arrows
 * through their titles.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidText(diagram: Diagram): string {
  const flat = flatten(diagram);
  const { nodes, arrows } = flat;
  const lines = [
    ...SETTINGS,
    `flowchart ${narrowestDirection(flat)}`,
    ...nodes.map((node) => `  ${nodeText(node)}`),
    ...arrows.map((arrow) => `  ${arrowText(arrow)}`),
    ...styles(nodes, arrows),
  ];
  return `${lines.join('\n')}\n`;
}

/** Fixed colors, because GitHub's dark mode would change those of the labels only. No line breaks inside labels. */
const SETTINGS = [
  '---',
  'config:',
  '  theme: base',
  '  themeVariables:',
  '    fontSize: 14px',
  '    edgeLabelBackground: "#FFFFFF"',
  '    textColor: "#1B2733"',
  '  flowchart:',
  '    wrappingWidth: 600',
  '---',
];

/** How each kind of arrow is drawn. */
export const MERMAID_LINKS: Readonly<
  Record<ArrowKind, { readonly link: string; readonly description: string }>
> = {
  replication: { link: '==>', description: 'Thick blue line' },
  cache: { link: '--o', description: 'Thin purple line with a round end' },
  pull: { link: '-.->', description: 'Dotted green line' },
  push: { link: '-->', description: 'Thin orange line' },
};

function nodeText({ id, kind, lines }: Node): string {
  const [name = '', ...details] = lines.map(mermaidLine);
  const text = `"${[`<b>${name}</b>`, ...details].join('<br/>')}"`;
  return kind === 'caller' ? `${id}(${text}):::${kind}` : `${id}[${text}]:::${kind}`;
}

function arrowText({ from, to, kind, label }: Arrow): string {
  return `${from} ${MERMAID_LINKS[kind].link}|"${mermaidLine(label)}"| ${to}`;
}

function styles(nodes: readonly Node[], arrows: readonly Arrow[]): readonly string[] {
  const kinds = (['registry', 'account', 'caller', 'upstream'] as const).filter((kind) =>
    nodes.some((node) => node.kind === kind),
  );
  return [
    ...kinds.map((kind) => `  classDef ${kind} ${fillText(kind)}`),
    ...ARROW_KINDS.flatMap((kind) => {
      const indices = arrows.flatMap((arrow, index) => (arrow.kind === kind ? [index] : []));
      if (indices.length === 0) return [];
      const width = kind === 'replication' ? 3 : 2;
      return [`  linkStyle ${indices.join(',')} stroke:${ARROW_COLORS[kind].color},stroke-width:${width}px`];
    }),
  ];
}

function fillText(kind: keyof typeof NODE_COLORS): string {
  const { fill, border, text } = NODE_COLORS[kind];
  return `fill:${fill},stroke:${border},color:${text}`;
}

/** Replaces characters with a meaning in Mermaid, Markdown or HTML by numeric entities. */
function mermaidLine(line: string): string {
  return replaceUndrawable(line).replace(
    /[^\p{L}\p{N} .,:/()@×…_-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );
}
