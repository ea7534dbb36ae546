import type { AccountNames } from '../../access/evaluate/grantees';
import type { Topology } from '../../model/topology';
import { buildDiagram } from './build-diagram';
import { buildPicture } from './build-picture';
import { collectContent } from './content';
import { DETAILS, type Diagram } from './diagram';
import { dotText } from './dot';
import { fitsMermaid, mermaidText } from './mermaid';
import type { PictureOptions } from './picture';
import { svgMarkup, type SvgOptions } from './svg';

export const GRAPH_FORMATS = ['mermaid', 'svg', 'dot'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

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
    case 'mermaid':
      return mermaidText(buildFittingDiagram(topology, names, options, fitsMermaid));
    case 'svg':
      return `${await svgMarkup(buildPicture(topology, names, options), options)}\n`;
    case 'dot':
      return dotText(buildFittingDiagram(topology, names, options));
  }
}

/** With more arrows, a graph is unreadable. */
const MAX_ARROWS = { repositories: 20, registries: 40, accounts: 150 } as const;

/** Returns the most detailed graph that is still readable and that the renderer accepts. */
function buildFittingDiagram(
  topology: Topology,
  names: AccountNames,
  options: PictureOptions,
  fits: (diagram: Diagram) => boolean = () => true,
): Diagram {
  const content = collectContent(topology, names, options);
  for (const detail of options.detail === undefined ? DETAILS : [options.detail]) {
    const diagram = buildDiagram(content, detail);
    if (diagram.arrows.length <= MAX_ARROWS[detail] && fits(diagram)) return diagram;
  }
  return truncateToFit(buildDiagram(content, options.detail ?? 'accounts'), fits);
}

/** Keeps the first arrows and the nodes that they connect, and adds a note. */
function truncateToFit(complete: Diagram, fits: (diagram: Diagram) => boolean): Diagram {
  let maxArrows: number = MAX_ARROWS.accounts;
  let diagram = truncate(complete, maxArrows);
  while (!fits(diagram) && maxArrows > 0) {
    maxArrows = Math.floor(maxArrows / 2);
    diagram = truncate(complete, maxArrows);
  }
  return diagram;
}

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
