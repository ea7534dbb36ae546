import type { Diagram } from './diagram';
import { mermaidText } from './mermaid';
import type { Subject } from './picture';

/**
 * Limits of GitHub: the defaults of Mermaid's `maxTextSize` and `maxEdges`.
 * https://mermaid.js.org/config/schema-docs/config.html
 */
export const MERMAID_LIMITS = { characters: 50_000, arrows: 500 } as const;

/** Returns the diagram, or as many of its arrows as GitHub accepts and a note. */
export function fitDiagram(diagram: Diagram, subject: Subject): Diagram {
  let fitting = diagram;
  let maxArrows = Math.min(diagram.arrows.length, MERMAID_LIMITS.arrows);
  while (!isAccepted(fitting, subject) && maxArrows > 0) {
    fitting = truncate(diagram, maxArrows);
    maxArrows = Math.floor(maxArrows / 2);
  }
  return fitting;
}

function isAccepted(diagram: Diagram, subject: Subject): boolean {
  const { characters, arrows } = MERMAID_LIMITS;
  return diagram.arrows.length <= arrows && mermaidText(diagram, subject).length <= characters;
}

/** Keeps the first arrows and the nodes that they connect. */
function truncate({ accounts, nodes, arrows, notes }: Diagram, maxArrows: number): Diagram {
  const kept = arrows.slice(0, maxArrows);
  const ends = new Set(kept.flatMap(({ from, to }) => [from, to]));
  const isEnd = ({ id }: { readonly id: string }): boolean => ends.has(id);
  return {
    accounts: accounts.flatMap((box) => {
      const isComplete = isEnd(box) || ends.has(box.registriesId);
      const callers = box.callers.filter(isEnd);
      const registries = isComplete ? box.registries : box.registries.filter(isEnd);
      return callers.length + registries.length === 0 ? [] : { ...box, callers, registries };
    }),
    nodes: nodes.filter(isEnd),
    arrows: kept,
    notes: [
      ...notes,
      `The topology is too large to draw completely: ${kept.length} of ${arrows.length} arrows are shown.`,
    ],
  };
}
