import { groupBy } from '../../base/collections';
import { firstLines } from '../format/text';
import {
  BOX_ARROW_NOTE,
  shorten,
  type AccountBox,
  type Arrow,
  type Diagram,
  type Node,
  type NodeId,
} from './diagram';

/** A node with the account of its box, if it was in one. */
interface FlatNode extends Node {
  readonly account?: string;
}

export interface FlatDiagram {
  readonly nodes: readonly FlatNode[];
  readonly arrows: readonly Arrow[];
  readonly notes: readonly string[];
}

/**
 * Replaces what Mermaid draws badly. The box of an account becomes a line in each of its nodes, because Mermaid draws
 * arrows through the titles of boxes. An arrow to a box leads to a node that represents all registries of the account.
 * A node without arrows becomes a note, because arrows run through it.
 */
export function flatten({ accounts, nodes, arrows, notes }: Diagram): FlatDiagram {
  const ends = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const boxNodes = accounts.flatMap((box) => boxNode(box, ends) ?? []);
  const replacements = new Map(
    boxNodes.flatMap(({ replaced, node }) => replaced.map((id) => [id, node.id] as const)),
  );
  const endOf = (id: NodeId): NodeId => replacements.get(id) ?? id;
  const all: readonly FlatNode[] = [
    ...accounts.flatMap(({ label, callers, registries }) =>
      [...callers, ...registries].map((node) => withAccount(node, label)),
    ),
    ...boxNodes.flatMap(({ node, isNew }) => (isNew ? [node] : [])),
    ...nodes,
  ];
  const flat = arrows.map((arrow) => ({ ...arrow, from: endOf(arrow.from), to: endOf(arrow.to) }));
  const drawn = new Set(flat.flatMap(({ from, to }) => [from, to]));
  const inBoxNode = new Set(boxNodes.flatMap(({ represented }) => represented));
  const notDrawn = all.filter(({ id }) => !drawn.has(id) && !inBoxNode.has(id));
  return {
    nodes: all.filter(({ id }) => drawn.has(id)),
    arrows: flat,
    notes: [...notes.filter((note) => note !== BOX_ARROW_NOTE), ...notDrawnNotes(notDrawn)],
  };
}

interface BoxNode {
  readonly node: Node;
  /** False if the box contains one registry, which the arrows then lead to. */
  readonly isNew: boolean;
  readonly replaced: readonly NodeId[];
  /** The registries that the node names. */
  readonly represented: readonly NodeId[];
}

/** Returns the node for the arrows that lead to the box, or undefined if there are none. */
function boxNode(box: AccountBox, ends: ReadonlySet<NodeId>): BoxNode | undefined {
  const replaced = [box.id, box.registriesId];
  if (!replaced.some((id) => ends.has(id))) return undefined;
  const represented = box.registries.map(({ id }) => id);
  const [only, ...others] = box.registries;
  if (only !== undefined && others.length === 0) return { node: only, isNew: false, replaced, represented };
  const names = box.registries.map(({ lines: [name = ''] }) => name);
  const node: Node = {
    id: `${box.id}_all`,
    kind: 'registry',
    lines: ['every registry', box.label, shorten(names.join(', '))],
    tooltip: names.join('\n'),
  };
  return { node, isNew: true, replaced, represented };
}

function withAccount(node: Node, account: string): FlatNode {
  const [name = '', ...details] = node.lines;
  return { ...node, lines: [name, account, ...details], account };
}

/** Maximum number of nodes that a note names. */
const MAX_NAMED = 10;

function notDrawnNotes(nodes: readonly FlatNode[]): readonly string[] {
  const registries = nodes.filter(({ kind }) => kind === 'registry' || kind === 'account');
  const callers = nodes.filter(({ kind }) => kind === 'caller' || kind === 'public');
  const names = firstLines(
    registries.map(({ lines: [name = ''], account }) =>
      account === undefined ? name : `${name} of ${account}`,
    ),
    MAX_NAMED,
  );
  return [
    ...(registries.length === 0 ? [] : [`Not drawn, because they have no arrows: ${names.join(', ')}.`]),
    ...firstLines(
      callers.map(({ lines: [name = '', ...details] }) => `${name}: ${details.join(', ')}.`),
      MAX_NAMED,
    ),
  ];
}

/**
 * Repeats a node for each of its targets if it shares targets with other nodes. Otherwise, their arrows would cross
 * nodes, because Mermaid lays out crossing arrows through other nodes.
 */
export function repeatSources(diagram: FlatDiagram): FlatDiagram {
  const crossing = new Set(crossingArrows(diagram));
  if (crossing.size === 0) return diagram;
  const repeated = new Set([...crossing].map(({ from }) => from));
  const copies = groupBy(
    diagram.arrows.filter(({ from }) => repeated.has(from)),
    ({ from }) => from,
  );
  const copyId = ({ from, to }: Arrow): NodeId => {
    const index = [...new Set(copies.get(from)?.map((arrow) => arrow.to))].indexOf(to);
    return index <= 0 ? from : `${from}_${index + 1}`;
  };
  return {
    nodes: diagram.nodes.flatMap((node) => {
      const ids = new Set(copies.get(node.id)?.map(copyId) ?? [node.id]);
      return [...ids].map((id) => ({ ...node, id }));
    }),
    arrows: diagram.arrows.map((arrow) => ({ ...arrow, from: copyId(arrow) })),
    notes: [...diagram.notes, 'A caller of several registries is drawn once for each of them.'],
  };
}

/** Returns the arrows between nodes that have several targets and nodes that have several sources. */
export function crossingArrows({ arrows }: Pick<FlatDiagram, 'arrows'>): readonly Arrow[] {
  const targets = neighbours(arrows, 'from', 'to');
  const sources = neighbours(arrows, 'to', 'from');
  return arrows.filter(
    ({ from, to }) => (targets.get(from)?.size ?? 0) > 1 && (sources.get(to)?.size ?? 0) > 1,
  );
}

function neighbours(
  arrows: readonly Arrow[],
  end: 'from' | 'to',
  other: 'from' | 'to',
): ReadonlyMap<NodeId, ReadonlySet<NodeId>> {
  const groups = groupBy(arrows, (arrow) => arrow[end]);
  return new Map([...groups].map(([id, group]) => [id, new Set(group.map((arrow) => arrow[other]))]));
}
