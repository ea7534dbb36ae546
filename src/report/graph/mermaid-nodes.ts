import type { AccountBox, Arrow, Diagram, Node, NodeId } from './diagram';
import { shorten } from './diagram';

export interface FlatDiagram {
  readonly nodes: readonly Node[];
  readonly arrows: readonly Arrow[];
}

/**
 * Replaces the box of an account by a line in each of its nodes, and an arrow to a box by an arrow to a node for all
 * registries of the account.
 */
export function flatten({ accounts, nodes, arrows }: Diagram): FlatDiagram {
  const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const boxNodes = accounts.flatMap((box) => boxNode(box, ends) ?? []);
  const endOf = new Map(
    boxNodes.flatMap(({ replaced, node }) => replaced.map((id) => [id, node.id] as const)),
  );
  return {
    nodes: [
      ...accounts.flatMap(({ label, callers, registries }) =>
        [...callers, ...registries].map((node) => withAccount(node, label)),
      ),
      ...boxNodes.flatMap(({ node, isNew }) => (isNew ? [node] : [])),
      ...nodes,
    ],
    arrows: arrows.map((arrow) => ({
      ...arrow,
      from: endOf.get(arrow.from) ?? arrow.from,
      to: endOf.get(arrow.to) ?? arrow.to,
    })),
  };
}

interface BoxNode {
  readonly node: Node;
  /** False if the box contains one registry, which the arrows then lead to. */
  readonly isNew: boolean;
  readonly replaced: readonly NodeId[];
}

/** Returns the node for the arrows that lead to the box, or undefined if there are none. */
function boxNode(box: AccountBox, ends: ReadonlySet<NodeId>): BoxNode | undefined {
  const replaced = [box.id, box.registriesId];
  if (!replaced.some((id) => ends.has(id))) return undefined;
  const [only, ...others] = box.registries;
  if (only !== undefined && others.length === 0) return { node: only, isNew: false, replaced };
  const names = box.registries.map(({ lines: [name = ''] }) => name);
  const node: Node = {
    id: `${box.id}_all`,
    kind: 'registry',
    lines: [`all ${names.length} registries`, box.label, shorten(names.join(', '))],
    tooltip: names.join('\n'),
  };
  return { node, isNew: true, replaced };
}

function withAccount(node: Node, account: string): Node {
  const [name = '', ...details] = node.lines;
  return { ...node, lines: [name, account, ...details] };
}
