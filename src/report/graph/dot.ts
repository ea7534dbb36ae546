import {
  ARROW_COLORS,
  ARROW_MEANING,
  arrowKinds,
  hasInnerBox,
  NODE_COLORS,
  replaceUndrawable,
  type AccountBox,
  type Arrow,
  type ArrowKind,
  type Diagram,
  type Node,
  type NodeId,
} from './diagram';
import { flowOf, type BoxEnds } from './flow';

/**
 * Renders a graph in the DOT language of Graphviz.
 * https://graphviz.org/doc/info/lang.html
 */
export function dotText(diagram: Diagram): string {
  const { ends, flat, backwards } = flowOf(diagram);
  const nodeLine = (node: Node) => nodeText(node, minimumHeight(node, diagram.arrows));
  const lines = [
    'digraph "ecr-topology" {',
    '  graph [rankdir=LR, compound=true, newrank=true, bgcolor="#FFFFFF", pad=0.3, nodesep=0.3, ranksep=1.2,',
    `    ${FONT}, fontsize=12, labelloc=b, labeljust=l,`,
    `    label=<${legend(diagram)}>]`,
    `  node [${FONT}, fontsize=11, shape=box, margin="0.16,0.1"]`,
    `  edge [${FONT}, fontsize=10]`,
    ...diagram.accounts.flatMap((box) => accountLines(box, nodeLine)),
    ...diagram.nodes.map((node) => `  ${nodeLine(node)}`),
    ...diagram.arrows.map((arrow) => {
      const line = arrowLine(arrow, ends, backwards.has(arrow));
      return flat.has(arrow) ? `  { rank=same; ${line} }` : `  ${line}`;
    }),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** Graphviz knows the character widths of this font by this name only. The fallback fonts have the same widths. */
const FONT = 'fontname="Arial"';

const STYLES: Readonly<Record<ArrowKind, { readonly attributes: string; readonly sample: string }>> = {
  replication: { attributes: 'style=solid, penwidth=2.4', sample: '<b>———</b>' },
  cache: { attributes: 'style=dotted, penwidth=1.8, arrowhead=dot', sample: '· · · ·' },
  pull: { attributes: 'style=dashed, penwidth=1.4, arrowhead=vee, arrowtail=vee', sample: '– – –' },
  push: { attributes: 'style=solid, penwidth=1.4', sample: '———' },
};

function accountLines(box: AccountBox, nodeLine: (node: Node) => string): readonly string[] {
  const registries = box.registries.map(nodeLine);
  return [
    `  subgraph "cluster_${box.id}" {`,
    `    ${clusterAttributes('box', box.label)}`,
    ...box.callers.map((caller) => `    ${nodeLine(caller)}`),
    ...(hasInnerBox(box)
      ? [
          `    subgraph "cluster_${box.registriesId}" {`,
          `      ${clusterAttributes('innerBox', 'registries')}`,
          ...registries.map((line) => `      ${line}`),
          '    }',
        ]
      : registries.map((line) => `    ${line}`)),
    '  }',
  ];
}

function clusterAttributes(kind: 'box' | 'innerBox', label: string): string {
  const { fill, border, text } = NODE_COLORS[kind];
  return (
    `graph [label=${dotString([label])}, tooltip=${dotString([label])}, labelloc=t, labeljust=l, style="filled,rounded", ` +
    `fillcolor="${fill}", color="${border}", fontcolor="${text}", margin=14]`
  );
}

/** @param height in inches, if the node must be higher than its text */
function nodeText({ id, kind, lines, tooltip }: Node, height: number | undefined): string {
  const { fill, border, text } = NODE_COLORS[kind];
  const style = kind === 'caller' ? 'filled,rounded' : 'filled';
  const [name = '', ...rest] = lines.map(escapedHtml);
  const label = [`<b>${name}</b>`, ...rest].join('<br/>');
  return (
    `${id} [label=<${label}>, tooltip=${dotString(tooltip.split('\n'))}, style="${style}", ` +
    `fillcolor="${fill}", color="${border}", fontcolor="${text}"` +
    `${height === undefined ? '' : `, height=${height.toFixed(2)}`}]`
  );
}

/** @param isBackwards the arrow is laid out from its end to its start */
function arrowLine(
  { from, to, kind, label, tooltip }: Arrow,
  ends: ReadonlyMap<NodeId, BoxEnds>,
  isBackwards: boolean,
): string {
  const { color, text } = ARROW_COLORS[kind];
  const [left, right] = isBackwards ? [to, from] : [from, to];
  const tail = ends.get(left)?.last;
  const head = ends.get(right)?.first;
  const attributes = [
    `label=<${arrowLabel(label)}>`,
    `tooltip=${dotString(tooltip.split('\n'))}`,
    `labeltooltip=${dotString(tooltip.split('\n'))}`,
    ...(tail === undefined ? [] : [`ltail="cluster_${left}"`]),
    ...(head === undefined ? [] : [`lhead="cluster_${right}"`]),
    `color="${color}", fontcolor="${text}"`,
    STYLES[kind].attributes,
    ...(isBackwards ? ['dir=back'] : []),
  ];
  return `${tail ?? left} -> ${head ?? right} [${attributes.join(', ')}]`;
}

/** On a white background, so that the label is readable if another arrow crosses it. */
function arrowLabel(label: string): string {
  return `<table border="0" cellborder="0" cellpadding="0" bgcolor="#FFFFFF"><tr><td>${escapedHtml(label)}</td></tr></table>`;
}

function legend(diagram: Diagram): string {
  const kinds = arrowKinds(diagram).map((kind) => {
    const sample = `<font color="${ARROW_COLORS[kind].color}">${STYLES[kind].sample}</font>`;
    return `<tr><td align="left" width="52">${sample}</td><td align="left">${escapedHtml(ARROW_MEANING[kind])}</td></tr>`;
  });
  const notes = diagram.notes.map(
    (note) => `<tr><td align="left" colspan="2">${escapedHtml(note)}</td></tr>`,
  );
  const rows = [...kinds, ...notes].join('');
  return rows === '' ? ' ' : `<table border="0" cellspacing="2">${rows}</table>`;
}

/** Returns lines as a quoted string. Escapes what Graphviz would read as entities or backslash sequences. */
function dotString(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    replaceUndrawable(line).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/&/g, '&amp;'),
  );
  return `"${escaped.join('\\n')}"`;
}

function escapedHtml(text: string): string {
  return replaceUndrawable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** Number of arrows that fit on one side of a node of the default height. */
const MAX_ARROWS_PER_SIDE = 3;

/** Returns the height in inches that keeps the arrows of a node apart, or undefined if the default height is enough. */
function minimumHeight({ id, kind }: Node, arrows: readonly Arrow[]): number | undefined {
  if (kind === 'caller') return undefined;
  const max = Math.max(
    ...(['from', 'to'] as const).map((end) => arrows.filter((arrow) => arrow[end] === id).length),
  );
  return max > MAX_ARROWS_PER_SIDE ? max * 0.35 : undefined;
}
