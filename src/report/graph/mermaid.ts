import {
  ARROW_COLORS,
  ARROW_KINDS,
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
} from './diagram';

/**
 * Limits of GitHub: the defaults of Mermaid's `maxTextSize` and `maxEdges`.
 * https://mermaid.js.org/config/schema-docs/config.html
 */
export const MERMAID_LIMITS = { characters: 50_000, arrows: 500 } as const;

/**
 * Renders a graph as a Mermaid flowchart, which GitHub displays.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function mermaidText(diagram: Diagram): string {
  const lines = [
    ...SETTINGS,
    'flowchart LR',
    ...diagram.accounts.flatMap(accountLines),
    ...diagram.nodes.map((node) => `  ${nodeText(node)}`),
    ...diagram.arrows.map((arrow) => `  ${arrowText(arrow)}`),
    ...legend(diagram),
    ...styles(diagram),
    ...diagram.notes.map((note) => `%% ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Disables the line breaks of Mermaid inside labels. */
const SETTINGS = ['---', 'config:', '  flowchart:', '    wrappingWidth: 600', '---'];

export function fitsMermaid(diagram: Diagram): boolean {
  const { characters, arrows } = MERMAID_LIMITS;
  return diagram.arrows.length <= arrows && mermaidText(diagram).length <= characters;
}

const LINK_STYLES: Readonly<Record<ArrowKind, { readonly link: string; readonly description: string }>> = {
  replication: { link: '==>', description: 'thick, blue' },
  cache: { link: '--o', description: 'thin with a round end, purple' },
  pull: { link: '-.->', description: 'dotted, green' },
  push: { link: '-->', description: 'thin, orange' },
};

/** The legend is text, because an arrow needs boxes at its ends. */
function legend(diagram: Diagram): readonly string[] {
  const meanings = arrowKinds(diagram).map(
    (kind) => `${LINK_STYLES[kind].description}: ${ARROW_MEANING[kind]}`,
  );
  const lines = [...meanings, ...diagram.notes];
  return lines.length === 0 ? [] : [`  legend[${mermaidString(lines)}]:::legend`];
}

function accountLines(box: AccountBox): readonly string[] {
  const registries = box.registries.map((node) => `    ${nodeText(node)}`);
  return [
    `  subgraph ${box.id}[${mermaidString([box.label])}]`,
    '    direction LR',
    ...box.callers.map((node) => `    ${nodeText(node)}`),
    ...(hasInnerBox(box)
      ? [
          `    subgraph ${box.registriesId}["registries"]`,
          ...registries.map((line) => `  ${line}`),
          '    end',
        ]
      : registries),
    '  end',
  ];
}

function nodeText({ id, kind, lines }: Node): string {
  const text = mermaidString(lines);
  return kind === 'caller' ? `${id}(${text}):::${kind}` : `${id}[${text}]:::${kind}`;
}

function arrowText({ from, to, kind, label }: Arrow): string {
  return `${from} ${LINK_STYLES[kind].link}|${mermaidString([label])}| ${to}`;
}

/** Fixed colors, so that text is readable in light and dark mode. */
function styles({ accounts, nodes, arrows }: Diagram): readonly string[] {
  const all = [...nodes, ...accounts.flatMap(({ callers, registries }) => [...callers, ...registries])];
  const kinds = (['registry', 'account', 'caller', 'upstream'] as const).filter((kind) =>
    all.some((node) => node.kind === kind),
  );
  const boxes = accounts.map(({ id }) => id);
  const innerBoxes = accounts.filter(hasInnerBox).map(({ registriesId }) => registriesId);
  return [
    ...kinds.map((kind) => `  classDef ${kind} ${fillText(kind)}`),
    ...(boxes.length === 0 ? [] : [`  classDef box ${fillText('box')}`, `  class ${boxes.join(',')} box`]),
    ...(innerBoxes.length === 0
      ? []
      : [`  classDef innerBox ${fillText('innerBox')}`, `  class ${innerBoxes.join(',')} innerBox`]),
    `  classDef legend fill:none,stroke:none,text-align:left`,
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

/**
 * Returns lines as a quoted string. Replaces characters with a meaning in Mermaid, Markdown or HTML by numeric
 * entities.
 */
function mermaidString(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    replaceUndrawable(line).replace(
      /[^\p{L}\p{N} .,:/()@×…_-]/gu,
      (character) => `#${character.codePointAt(0) ?? 0};`,
    ),
  );
  return `"${escaped.join('<br/>')}"`;
}
