import type { Topology } from '../../registry';
import type { AccountNames } from '../../access/grantee-text';
import { DETAILS } from './detail';
import { dotText } from './dot';
import { drawingOf, pictureOf } from './draw';
import { fitsMermaid, mermaidText } from './mermaid';
import type { Picture } from './picture';
import { svgText } from './svg';

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
      return mermaidText(fitting(topology, names, fitsMermaid));
    case 'svg':
      return svgText(fitting(topology, names));
    case 'dot':
      return dotText(fitting(topology, names));
  }
}

/** With more arrows, a graph is unreadable. */
const MOST_ARROWS = { repositories: 20, registries: 120, accounts: 150 } as const;

/** Returns the most detailed graph that is still readable and that the renderer accepts. */
function fitting(
  topology: Topology,
  names: AccountNames,
  fits: (picture: Picture) => boolean = () => true,
): Picture {
  const drawing = drawingOf(topology, names);
  for (const detail of DETAILS) {
    const picture = pictureOf(drawing, detail);
    if (picture.arrows.length <= MOST_ARROWS[detail] && fits(picture)) return picture;
  }
  return cut(pictureOf(drawing, 'accounts'), fits);
}

/** Keeps the first arrows and the nodes that they connect, and adds a note that says so. */
function cut(whole: Picture, fits: (picture: Picture) => boolean): Picture {
  let most: number = MOST_ARROWS.accounts;
  let picture = part(whole, most);
  while (!fits(picture) && most > 0) {
    most = Math.floor(most / 2);
    picture = part(whole, most);
  }
  return picture;
}

function part(whole: Picture, most: number): Picture {
  const arrows = whole.arrows.slice(0, most);
  const joined = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const nodes = whole.nodes.filter(({ id }, index) => joined.has(id) || index < most);
  return {
    ...whole,
    arrows,
    nodes,
    notes: [
      ...whole.notes,
      `Too large to be drawn: ${arrows.length} of ${whole.arrows.length} arrows and ${nodes.length} of ` +
        `${whole.nodes.length} boxes are shown.`,
    ],
  };
}
