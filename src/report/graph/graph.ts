import type { AccountNames } from '../../access/evaluate/grantees';
import type { Topology } from '../../model/topology';
import { buildDiagram } from './build-diagram';
import { buildPicture } from './build-picture';
import { collectContent } from './content';
import { DETAILS, type Diagram } from './diagram';
import { dotText } from './dot';
import { buildMarkdownPicture, buildMermaidDiagram } from './build-mermaid';
import { markdownText } from './markdown';
import { mermaidDocument } from './mermaid';
import { SUBJECTS, type PictureOptions } from './picture';
import { svgMarkup, type SvgOptions } from './svg';

export const GRAPH_FORMATS = ['markdown', 'mermaid', 'svg', 'dot'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export const MERMAID_NEEDS_SUBJECT =
  'Mermaid draws replication or access. Add --only replication or --only access, or use --format markdown.';

/** What is drawn, and how. */
export type GraphOptions = PictureOptions & Pick<SvgOptions, 'theme' | 'footer'>;

/** Renders the graph of a topology: accounts, registries, replication and access. */
export async function graphText(
  topology: Topology,
  names: AccountNames,
  format: GraphFormat,
  options: GraphOptions = {},
): Promise<string> {
  switch (format) {
    case 'markdown':
      return markdownText(
        (options.only === undefined ? SUBJECTS : [options.only]).map((subject) => ({
          subject,
          picture: buildMarkdownPicture(topology, names, subject, options),
        })),
      );
    case 'mermaid': {
      const { only } = options;
      if (only === undefined) throw new Error(MERMAID_NEEDS_SUBJECT);
      return mermaidDocument(buildMermaidDiagram(topology, names, only, options), only);
    }
    case 'svg':
      return `${await svgMarkup(buildPicture(topology, names, options), options)}\n`;
    case 'dot':
      return dotText(buildFittingDiagram(topology, names, options));
  }
}

/** With more arrows, a graph is unreadable. */
const MAX_ARROWS = { repositories: 20, registries: 40, accounts: 150 } as const;

/** Returns the most detailed graph that is still readable. */
function buildFittingDiagram(topology: Topology, names: AccountNames, options: PictureOptions): Diagram {
  const content = collectContent(topology, names, options);
  for (const detail of options.detail === undefined ? DETAILS : [options.detail]) {
    const diagram = buildDiagram(content, detail);
    if (diagram.arrows.length <= MAX_ARROWS[detail]) return diagram;
  }
  return truncate(buildDiagram(content, options.detail ?? 'accounts'), MAX_ARROWS.accounts);
}

/** Keeps the first arrows and the nodes that they connect, and adds a note. */
function truncate(complete: Diagram, maxArrows: number): Diagram {
  const arrows = complete.arrows.slice(0, maxArrows);
  const connected = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const nodes = complete.nodes.filter(({ id }, index) => connected.has(id) || index < maxArrows);
  return {
    ...complete,
    arrows,
    nodes,
    notes: [
      ...complete.notes,
      `The topology is too large to draw completely: ${arrows.length} of ${complete.arrows.length} arrows and ${nodes.length} of ` +
        `${complete.nodes.length} boxes are shown.`,
    ],
  };
}
