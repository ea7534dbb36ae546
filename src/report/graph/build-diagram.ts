import type { AccountNames } from '../../access/evaluate/grantees';
import {
  accountBoxes,
  accountNodeId,
  accountNodes,
  mergeRegistries,
  type GraphRegistry,
} from './account-boxes';
import { bundleByAccount, bundleByEnds, bundleEqual, sortArrows } from './arrow-bundles';
import type { CallerGroup } from './caller-group';
import { callerNode } from './callers';
import type { GraphContent } from './content';
import { accessArrows, callersOf, registryArrows } from './content-arrows';
import {
  BOX_ARROW_NOTE,
  type AccountBox,
  type Arrow,
  type Detail,
  type Diagram,
  type NodeId,
} from './diagram';
import { addIdleRegistries, foldIdleRegistries } from './idle-registries';
import { accessLabel } from './labels';
import { upstreamNodes } from './registry-arrows';

/** Builds the graph with the given level of detail. */
export function buildDiagram(content: GraphContent, detail: Detail): Diagram {
  const { caches, registries } = content;
  const groups = callersOf(content, detail);
  const everywhere = accessEverywhere(groups, registries, detail);
  const all = [
    ...registryArrows(content, detail),
    ...accessArrows(
      content,
      groups.filter(({ id }) => !everywhere.has(id)),
      detail,
    ),
  ];
  const arrows = all.filter(({ from, to }) => from !== to);
  const parts = { registries, groups, names: content.names, detail, everywhere };
  const diagram = detail === 'accounts' ? drawAccounts(parts, arrows) : drawBoxes(parts, arrows);
  return {
    ...diagram,
    nodes: [...diagram.nodes, ...upstreamNodes(caches)],
    notes: [
      ...diagram.notes,
      ...(arrows.length < all.length
        ? ['Replication, pulls and pushes inside one account are not drawn.']
        : []),
      ...content.notes,
    ],
  };
}

interface DiagramParts {
  readonly registries: readonly GraphRegistry[];
  readonly groups: readonly CallerGroup[];
  readonly names: AccountNames;
  readonly detail: Detail;
  readonly everywhere: ReadonlyMap<NodeId, string>;
}

function drawAccounts(
  { registries, groups, names, everywhere }: DiagramParts,
  arrows: readonly Arrow[],
): Diagram {
  return {
    accounts: [],
    nodes: [
      ...accountNodes(registries, groups, names),
      ...groups
        .filter(({ home }) => home === undefined)
        .map((group) => callerNode(group, names, everywhere.get(group.id))),
    ],
    arrows: sortArrows(bundleByEnds(arrows)),
    notes: ['Each box is an account. Its registries are not drawn separately.'],
  };
}

function drawBoxes(
  { registries, groups, names, detail, everywhere }: DiagramParts,
  arrows: readonly Arrow[],
): Diagram {
  const nodeOf = (group: CallerGroup) => callerNode(group, names, everywhere.get(group.id));
  const callerBoxes = new Set(
    groups.flatMap(({ home }) => (home === undefined ? [] : [accountNodeId(home)])),
  );
  const idle = foldIdleRegistries(registries, arrows, callerBoxes, detail);
  const boxes = accountBoxes(idle.drawn, groups, names, detail, nodeOf, idle.accounts);
  const nodes = [
    ...groups.filter(({ home }) => home === undefined).map(nodeOf),
    ...(idle.ofAccounts === undefined ? [] : [idle.ofAccounts]),
  ];
  const equal = bundleEqual(arrows, boxes);
  const bundled = detail === 'repositories' ? equal : bundleByAccount(equal, boxes);
  const notes = boxArrowNotes(bundled, boxes);
  const merged = detail === 'repositories' ? { boxes, arrows: bundled } : mergeRegistries(boxes, bundled);
  return {
    accounts: addIdleRegistries(merged.boxes, idle),
    nodes,
    arrows: sortArrows(merged.arrows),
    notes,
  };
}

/** Returns what an arrow that leads to a box or starts there means, if there is one. */
function boxArrowNotes(arrows: readonly Arrow[], boxes: readonly AccountBox[]): readonly string[] {
  const ids = new Set(boxes.flatMap(({ id, registriesId }) => [id, registriesId]));
  const atBoxes = arrows.filter(({ from, to }) => ids.has(from) || ids.has(to));
  const counted = arrows.filter(({ label }) => label.includes('×'));
  return [
    ...(atBoxes.some((arrow) => !counted.includes(arrow)) ? [BOX_ARROW_NOTE] : []),
    ...(counted.length > 0 ? ['An arrow with ×N represents N arrows between registries or callers.'] : []),
  ];
}

/** With fewer accounts, arrows are easier to read than text. */
const MIN_ACCOUNTS_TO_SUMMARISE = 4;

/**
 * Returns the callers with the same access to every registry, and that access as text. Their arrows would hide the
 * others.
 */
function accessEverywhere(
  groups: readonly CallerGroup[],
  registries: readonly GraphRegistry[],
  detail: Detail,
): ReadonlyMap<NodeId, string> {
  const accounts = new Set(registries.map(({ accountId }) => accountId)).size;
  if (detail === 'repositories' || accounts < MIN_ACCOUNTS_TO_SUMMARISE) return new Map();
  return new Map(
    groups.flatMap((group) => {
      // At this level of detail, such a caller has no node that shows the text.
      if (detail === 'accounts' && group.home !== undefined) return [];
      const [label, ...others] = new Set(group.access.map((access) => accessLabel(access, detail)));
      const isSame = others.length === 0 && group.access.length === registries.length;
      return label !== undefined && isSame ? [[group.id, label] as const] : [];
    }),
  );
}
