import { groupBy } from '../../base/collections';
import {
  ARROW_COLORS,
  NODE_COLORS,
  replaceUndrawable,
  type ArrowKind,
  type Diagram,
  type Node,
} from './diagram';
import { legendEntries } from './legend';
import { lanesOf, type Lane } from './mermaid-lanes';
import { flatten, repeatSources, type FlatDiagram } from './mermaid-nodes';
import { BETWEEN_NODES, BETWEEN_RANKS, narrowestDirection, padNodes, PADDING } from './mermaid-size';
import type { Subject } from './picture';

/** The title, which screen readers announce. */
const TITLES: Readonly<Record<Subject, string>> = {
  replication: 'Replication between registries',
  access: 'Principals that may pull and push',
};

/**
 * Renders a graph as a Mermaid flowchart, which GitHub displays. It has no subgraphs, because Mermaid draws arrows
 * through their titles.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidText(diagram: Diagram, subject: Subject): string {
  const flat = flatForMermaid(diagram, subject);
  const lanes = lanesOf(flat);
  const direction = narrowestDirection(flat.nodes, lanes);
  const nodes = direction === 'LR' ? padNodes(flat.nodes, lanes) : flat.nodes;
  const lines = [
    ...SETTINGS,
    `flowchart ${direction}`,
    `  accTitle: ${TITLES[subject]}`,
    ...nodes.map((node) => `  ${nodeText(node)}`),
    ...lanes.flatMap(laneLines),
    ...nodeStyles(nodes),
    ...arrowStyles(lanes, publicNodes(nodes)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns what is drawn of a diagram. Its notes replace those of the diagram. */
export function flatForMermaid(diagram: Diagram, subject: Subject): FlatDiagram {
  const flat = flatten(diagram);
  return subject === 'access' ? repeatSources(flat) : flat;
}

/** Returns the diagram with its legend and notes as comments, for a file of its own. */
export function mermaidDocument(diagram: Diagram, subject: Subject): string {
  const legend = mermaidLegend(diagram).map(({ look, meaning }) => `${look}: ${meaning}`);
  const comments = [...legend, ...flatForMermaid(diagram, subject).notes].map(
    (text) => `%% ${escapeLine(text)}\n`,
  );
  return `${mermaidText(diagram, subject)}${comments.join('')}`;
}

/** Fixed colors, because GitHub's dark mode would change those of the labels only. Lines of nodes are shorter than the wrapping width. */
const SETTINGS = [
  '---',
  'config:',
  '  theme: base',
  '  themeVariables:',
  '    fontSize: 14px',
  '    textColor: "#1B2733"',
  '    edgeLabelBackground: "#FFFFFF"',
  // The color of round ends, which only this kind of arrow has.
  `    lineColor: "${ARROW_COLORS.cache.color}"`,
  '  flowchart:',
  '    wrappingWidth: 340',
  `    padding: ${PADDING}`,
  `    nodeSpacing: ${BETWEEN_NODES}`,
  `    rankSpacing: ${BETWEEN_RANKS}`,
  '---',
];

interface Link {
  /** From the start to the label. */
  readonly start: string;
  /** From the label to the end. */
  readonly end: string;
  readonly description: string;
}

const LINKS: Readonly<Record<ArrowKind, Link>> = {
  replication: { start: '===', end: '==>', description: 'Thick blue line' },
  cache: { start: '---', end: '--o', description: 'Purple line with a round end' },
  pull: { start: '-.-', end: '-.->', description: 'Dotted green line' },
  push: { start: '---', end: '-->', description: 'Orange line' },
};

/** A line of the legend: how an arrow looks, and what it means. */
interface LegendLine {
  readonly look: string;
  readonly meaning: string;
}

/** Returns the legend of what is drawn. */
export function mermaidLegend(diagram: Diagram): readonly LegendLine[] {
  return legendEntries(diagram).map(({ kind, text }) => ({
    look: kind === 'public' ? 'Red' : LINKS[kind].description,
    meaning: text,
  }));
}

function nodeText({ id, kind, lines }: Node): string {
  const name = lines.find((line) => line !== '');
  const text = lines.map((line) => (line === name ? `<b>${escapeLine(line)}</b>` : lineText(line)));
  const isCaller = kind === 'caller' || kind === 'public';
  const quoted = `"${text.join('<br/>')}"`;
  return `${id}${isCaller ? `(${quoted})` : `[${quoted}]`}:::${kind}`;
}

function lineText(line: string): string {
  return line === '' ? '#160;' : escapeLine(line);
}

function laneLines({ id, from, kind, label, to }: Lane): readonly string[] {
  const { start, end } = LINKS[kind];
  return [
    `  ${id}["${escapeLine(label)}"]:::label`,
    `  ${from} ${start} ${id}`,
    ...to.map((target) => `  ${id} ${end} ${target}`),
  ];
}

const NODE_KINDS = ['registry', 'account', 'caller', 'public', 'upstream'] as const;

function nodeStyles(nodes: readonly Node[]): readonly string[] {
  const kinds = NODE_KINDS.filter((kind) => nodes.some((node) => node.kind === kind));
  return [
    ...kinds.map((kind) => {
      const { fill, border, text } = NODE_COLORS[kind];
      return `  classDef ${kind} fill:${fill},stroke:${border},color:${text}`;
    }),
    '  classDef label fill:#FFFFFF,stroke:none,color:#1B2733',
  ];
}

function publicNodes(nodes: readonly Node[]): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ id, kind }) => (kind === 'public' ? [id] : [])));
}

/** Mermaid refers to arrows by their index. */
function arrowStyles(lanes: readonly Lane[], publicIds: ReadonlySet<string>): readonly string[] {
  const colors = lanes.flatMap(({ from, kind, to }) => {
    const style = publicIds.has(from) ? PUBLIC_STYLE : arrowStyle(kind);
    return [style, ...to.map(() => style)];
  });
  const byStyle = groupBy([...colors.entries()], ([, style]) => style);
  return [...byStyle].map(
    ([style, entries]) => `  linkStyle ${entries.map(([index]) => index).join(',')} ${style}`,
  );
}

const PUBLIC_STYLE = `stroke:${NODE_COLORS.public.border},stroke-width:2px`;

function arrowStyle(kind: ArrowKind): string {
  return `stroke:${ARROW_COLORS[kind].color},stroke-width:${kind === 'replication' ? 3 : 2}px`;
}

/** Replaces characters with a meaning in Mermaid, Markdown or HTML by numeric entities. */
function escapeLine(line: string): string {
  return replaceUndrawable(line).replace(
    /[^\p{L}\p{N} .,:/()@×…_-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );
}
