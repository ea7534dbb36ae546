import type { AccountNames } from '../../access/evaluate/grantees';
import type { Topology } from '../../model/topology';
import { buildDiagram, collectContent } from './build-diagram';
import { DETAILS, type Diagram } from './diagram';
import { dotText, svgText } from './graphviz';
import { fitsMermaid, mermaidText } from './mermaid';

export const GRAPH_FORMATS = ['mermaid', 'svg', 'dot'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** Renders the graph of a topology: accounts, registries, replication and access. */
export async function graphText(
  topology: Topology,
  names: AccountNames,
  format: GraphFormat,
): Promise<string> {
  switch (format) {
    case 'mermaid':
      return mermaidText(buildFittingDiagram(topology, names, fitsMermaid));
    case 'svg':
      return svgText(buildFittingDiagram(topology, names));
    case 'dot':
      return dotText(buildFittingDiagram(topology, names));
  }
}

/** With more arrows, a graph is unreadable. */
const MAX_ARROWS = { repositories: 20, registries: 120, accounts: 150 } as const;

/** Returns the most detailed graph that is still readable and that the renderer accepts. */
function buildFittingDiagram(
  topology: Topology,
  names: AccountNames,
  fits: (diagram: Diagram) => boolean = () => true,
): Diagram {
  const content = collectContent(topology, names);
  for (const detail of DETAILS) {
    const diagram = buildDiagram(content, detail);
    if (diagram.arrows.length <= MAX_ARROWS[detail] && fits(diagram)) return diagram;
  }
  return truncateToFit(buildDiagram(content, 'accounts'), fits);
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
