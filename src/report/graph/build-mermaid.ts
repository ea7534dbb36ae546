import type { AccountNames } from '../../access/evaluate/grantees';
import type { Topology } from '../../model/topology';
import { buildDiagram } from './build-diagram';
import { buildMatrices } from './build-matrix';
import { collectContent, type GraphContent } from './content';
import { DETAILS, type Detail, type Diagram } from './diagram';
import { flatForMermaid } from './mermaid';
import { fitDiagram } from './mermaid-limits';
import { crossingArrows } from './mermaid-nodes';
import { isReadableSize } from './mermaid-size';
import type { Picture, PictureOptions, Subject } from './picture';

/** With more arrows, a diagram is longer than several screens. */
const MAX_ARROWS = 20;

/** Builds the most detailed diagram that Mermaid draws well, or a table if there is none. */
export function buildMarkdownPicture(
  topology: Topology,
  names: AccountNames,
  subject: Subject,
  options: PictureOptions,
): Picture {
  const content = collectContent(topology, names, { ...options, only: subject });
  // A table shows more than a diagram of accounts.
  const details = options.detail === undefined ? (['repositories', 'registries'] as const) : [options.detail];
  return findReadable(content, subject, details) ?? buildMatrices(content);
}

/** Builds the most detailed diagram that Mermaid draws well, or a diagram of accounts. */
export function buildMermaidDiagram(
  topology: Topology,
  names: AccountNames,
  subject: Subject,
  options: PictureOptions,
): Diagram {
  const content = collectContent(topology, names, { ...options, only: subject });
  const details = options.detail === undefined ? DETAILS : [options.detail];
  const readable = findReadable(content, subject, details);
  return readable?.diagram ?? fitDiagram(buildDiagram(content, options.detail ?? 'accounts'), subject);
}

function findReadable(content: GraphContent, subject: Subject, details: readonly Detail[]) {
  for (const detail of details) {
    const diagram = buildDiagram(content, detail);
    if (isReadable(diagram, subject)) return { kind: 'diagram', diagram, detail } as const;
  }
  return undefined;
}

function isReadable(diagram: Diagram, subject: Subject): boolean {
  if (diagram.arrows.length > MAX_ARROWS) return false;
  const flat = flatForMermaid(diagram, subject);
  return crossingArrows(flat).length === 0 && isReadableSize(flat);
}
