import type { AccountNames } from '../../access/evaluate/grantees';
import type { Topology } from '../../model/topology';
import { buildDiagram } from './build-diagram';
import { buildMatrices } from './build-matrix';
import { collectContent, type GraphContent } from './content';
import { DETAILS, type Detail, type Diagram } from './diagram';
import type { Picture, PictureOptions } from './picture';

/** With more arrows, a diagram is hard to read. */
const MAX_ARROWS = { repositories: 20, registries: 40, accounts: 40 } as const;

/** With more boxes, a diagram is too large for a page. */
const MAX_NODES = 45;

/** With more arrows, the layout of a diagram takes minutes. */
const MAX_ARROWS_ON_REQUEST = 400;

/** Builds the most detailed diagram that is readable, or matrices if there is none. */
export function buildPicture(topology: Topology, names: AccountNames, options: PictureOptions = {}): Picture {
  const content = collectContent(topology, names, options);
  if (options.detail !== undefined) return buildRequested(content, options.detail);
  for (const detail of DETAILS) {
    const diagram = buildDiagram(content, detail);
    if (diagram.arrows.length <= MAX_ARROWS[detail] && nodesIn(diagram) <= MAX_NODES) {
      return { kind: 'diagram', diagram, detail };
    }
  }
  return buildMatrices(content);
}

function nodesIn({ accounts, nodes }: Diagram): number {
  const boxed = accounts.reduce(
    (sum, { callers, registries }) => sum + callers.length + registries.length,
    0,
  );
  return boxed + nodes.length;
}

function buildRequested(content: GraphContent, detail: Detail): Picture {
  const diagram = buildDiagram(content, detail);
  const { length } = diagram.arrows;
  if (length > MAX_ARROWS_ON_REQUEST) {
    const matrices = buildMatrices(content);
    return { ...matrices, notes: [`${length} arrows are too many to draw.`, ...matrices.notes] };
  }
  return { kind: 'diagram', diagram: length > MAX_ARROWS[detail] ? withLargeNote(diagram) : diagram, detail };
}

function withLargeNote(diagram: Diagram): Diagram {
  const note = `This picture has ${diagram.arrows.length} arrows. For fewer, use --detail accounts, --only or --registry.`;
  return { ...diagram, notes: [...diagram.notes, note] };
}
