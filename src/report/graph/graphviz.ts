import { groupBy } from '../../base/collections';
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

/**
 * Renders a graph in the DOT language of Graphviz.
 * https://graphviz.org/doc/info/lang.html
 */
export function dotText(diagram: Diagram): string {
  const ends = boxEnds(diagram);
  const behind = callersBehind(diagram);
  const flat = new Set(flatArrows(diagram));
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
      const line = arrowLine(arrow, ends, behind.has(arrow.from) && !flat.has(arrow));
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

/**
 * The registries that represent a box: Graphviz draws edges between nodes and clips them at the edge of the box.
 * Incoming arrows lead to the first registry in the flow and outgoing arrows start at the last, so that no arrow
 * crosses the whole box.
 */
interface BoxEnds {
  readonly first: NodeId;
  readonly last: NodeId;
}

function boxEnds({ accounts, arrows }: Diagram): ReadonlyMap<NodeId, BoxEnds> {
  const sent = new Set(arrows.map(({ from }) => from));
  const filled = new Set(arrows.filter(({ kind }) => kind === 'replication').map(({ to }) => to));
  return new Map(
    accounts.flatMap(({ registriesId, registries }) => {
      const first = registries.find(({ id }) => !filled.has(id)) ?? registries[0];
      const last = registries.find(({ id }) => !sent.has(id)) ?? registries[0];
      return first === undefined || last === undefined
        ? []
        : [[registriesId, { first: first.id, last: last.id }] as const];
    }),
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

/**
 * Returns the callers that are laid out after the registries of their account, with arrows against the flow. In front
 * of the registries, they would stretch the box of their account across the arrows of other accounts. These are the
 * callers of accounts that only receive replication, and the callers that reach only their own account if callers of
 * other accounts reach it too.
 */
function callersBehind({ accounts, arrows }: Diagram): ReadonlySet<NodeId> {
  const flat = new Set(flatArrows({ accounts, arrows }));
  const reached = groupBy(
    arrows.filter((arrow) => !flat.has(arrow)),
    ({ from }) => from,
  );
  const callers = accounts.flatMap((box) => {
    const own = registryIds(box);
    const reachesOnlyOwnAccount = (caller: NodeId) =>
      reached.get(caller)?.every(({ to }) => own.has(to)) === true;
    const isBehind = isOnlyDestination(box, arrows)
      ? () => true
      : isReachedFromOutside(box, arrows)
        ? reachesOnlyOwnAccount
        : () => false;
    return box.callers.filter(({ id }) => isBehind(id));
  });
  return new Set(callers.map(({ id }) => id));
}

/** Returns whether callers outside the account reach one of its registries. */
function isReachedFromOutside(box: AccountBox, arrows: readonly Arrow[]): boolean {
  const ids = registryIds(box);
  const own = new Set(box.callers.map(({ id }) => id));
  return arrows.some(
    ({ from, to, kind }) => (kind === 'pull' || kind === 'push') && ids.has(to) && !own.has(from),
  );
}

/** Accounts that replicate to more accounts than this are laid out with their inner arrows across the flow. */
const MAX_DESTINATIONS_IN_FLOW = 2;
/** Maximum number of arrows across the flow. More would curve around each other. */
const MAX_FLAT_ARROWS = 3;

/**
 * Returns the arrows inside the box of an account that replicates to many others. They are laid out across the flow:
 * along it, the box would be in the way of the arrows to the other accounts.
 */
function flatArrows({ accounts, arrows }: Pick<Diagram, 'accounts' | 'arrows'>): readonly Arrow[] {
  return accounts.flatMap((box) => {
    const registries = registryIds(box);
    const sent = arrows.filter(
      ({ from, to, kind }) => kind === 'replication' && registries.has(from) && !registries.has(to),
    );
    if (new Set(sent.map(({ to }) => to)).size <= MAX_DESTINATIONS_IN_FLOW) return [];
    const nodes = new Set([...box.callers, ...box.registries].map(({ id }) => id));
    const inner = arrows.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
    return inner.length > MAX_FLAT_ARROWS ? [] : inner;
  });
}

/** Returns whether replication leads to registries of the account and none leads from there. */
function isOnlyDestination(box: AccountBox, arrows: readonly Arrow[]): boolean {
  const ids = registryIds(box);
  const replication = arrows.filter(({ kind }) => kind === 'replication');
  return replication.some(({ to }) => ids.has(to)) && !replication.some(({ from }) => ids.has(from));
}

function registryIds({ id, registriesId, registries }: AccountBox): ReadonlySet<NodeId> {
  return new Set([id, registriesId, ...registries.map((registry) => registry.id)]);
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

/**
 * Renders a graph as SVG, with the layout of Graphviz.
 * @throws Error if Graphviz is not installed
 */
export async function svgText(diagram: Diagram): Promise<string> {
  const { instance } = await loadGraphviz();
  const graphviz = await instance();
  return withFonts(withTitles(graphviz.renderString(dotText(diagram), { format: 'svg' })));
}

/** Loads Graphviz on demand, because it is 1.5 MB and only SVG needs it. The released single file does not contain it. */
async function loadGraphviz() {
  try {
    return await import('@viz-js/viz');
  } catch (error) {
    throw new Error(
      "SVG requires Graphviz, which is not installed with this file. Use '--format dot' or '--format mermaid', or install the npm package ecr-topology, which contains Graphviz.",
      { cause: error },
    );
  }
}

/**
 * Graphviz writes the ID of each element as its title, which browsers show as a tooltip, and the tooltip as the title
 * of a link, which few browsers show. This replaces the ID with the tooltip.
 */
function withTitles(svg: string): string {
  return svg.replace(
    /<title>[^<]*<\/title>(\s*<g id="[^"]*"><a xlink:title="([^"]*)">)/g,
    (_, rest: string, tooltip: string) => `<title>${tooltip}</title>${rest}`,
  );
}

/** Fallback fonts with the same character widths, for systems without Arial. */
function withFonts(svg: string): string {
  return svg.replaceAll(' font-family="Arial"', ' font-family="Arial,Helvetica,Liberation Sans,sans-serif"');
}
