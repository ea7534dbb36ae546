import { groupBy, sortedBy, sortedUnique } from '../../base/collections';
import { firstLines } from '../format/text';
import type { AccountBox, Arrow, NodeId } from './diagram';
import { firstParts, LABEL_SEPARATOR } from './labels';

/** Maximum number of lines in the tooltip of an arrow. */
const MAX_TOOLTIP_LINES = 30;

/**
 * Merges equal arrows from one node to every registry of an account into one arrow to the account's box, and equal
 * arrows from every registry of an account to one node into one arrow from the box. Loses no information.
 */
export function bundleEqual(arrows: readonly Arrow[], boxes: readonly AccountBox[]): readonly Arrow[] {
  const boxOf = boxesByRegistry(boxes);
  return bundleEnds(bundleEnds(arrows, 'to', 'from', boxOf), 'from', 'to', boxOf);
}

type End = 'from' | 'to';
type BoxByRegistry = ReadonlyMap<NodeId, AccountBox>;

function bundleEnds(arrows: readonly Arrow[], end: End, other: End, boxOf: BoxByRegistry): readonly Arrow[] {
  const groups = groupBy(arrows, (arrow) => {
    const box = boxOf.get(arrow[end]);
    const target = box === undefined ? [arrow[end]] : ['box', box.id];
    return JSON.stringify([arrow[other], arrow.kind, arrow.label, ...target]);
  });
  return [...groups.values()].flatMap((group) => {
    const [arrow] = group;
    const box = boxOf.get(arrow[end]);
    if (box === undefined) return group;
    const isEveryRegistry = new Set(group.map((each) => each[end])).size === box.registries.length;
    return group.length > 1 && isEveryRegistry ? [{ ...mergeArrows(group), [end]: box.registriesId }] : group;
  });
}

/**
 * Merges arrows of a kind between the same two accounts, or between a caller and an account. The label has the number
 * of each.
 */
export function bundleByAccount(arrows: readonly Arrow[], boxes: readonly AccountBox[]): readonly Arrow[] {
  const boxOf = boxesByRegistry(boxes);
  const endOf = (node: NodeId) => boxOf.get(node)?.registriesId ?? node;
  const groups = groupBy(arrows, ({ from, to, kind }) => JSON.stringify([endOf(from), endOf(to), kind]));
  return [...groups.values()].flatMap((group) => {
    const [{ from, to }] = group;
    if (group.length === 1 || endOf(from) === endOf(to)) return group;
    return [
      {
        ...mergeArrows(group),
        from: group.every((each) => each.from === from) ? from : endOf(from),
        to: group.every((each) => each.to === to) ? to : endOf(to),
        label: countedLabels(group),
      },
    ];
  });
}

/** Merges arrows of a kind between the same two nodes. */
export function bundleByEnds(arrows: readonly Arrow[]): readonly Arrow[] {
  const groups = groupBy(arrows, ({ from, to, kind }) => JSON.stringify([from, to, kind]));
  return [...groups.values()].map((group) => ({
    ...mergeArrows(group),
    label: labelList(sortedUnique(group.map(({ label }) => label))),
  }));
}

/** The order depends only on the content of the arrows. */
export function sortArrows(arrows: readonly Arrow[]): readonly Arrow[] {
  return sortedBy(arrows, ({ from, to, kind, label }) => JSON.stringify([from, to, kind, label]));
}

function mergeArrows(group: readonly [Arrow, ...Arrow[]]): Arrow {
  const lines = group.flatMap(({ tooltip }) => tooltip.split('\n'));
  return { ...group[0], tooltip: firstLines(lines, MAX_TOOLTIP_LINES).join('\n') };
}

/** Every label has its number, so that such an arrow differs from one that applies to every registry of a box. */
function countedLabels(group: readonly Arrow[]): string {
  const byLabel = groupBy(
    sortedBy(group, ({ label }) => label),
    ({ label }) => label,
  );
  return labelList([...byLabel].map(([label, { length }]) => `${label} ×${length}`));
}

/** Maximum number of labels of one arrow. */
const MAX_LABELS = 2;

function labelList(labels: readonly string[]): string {
  return firstParts(labels, MAX_LABELS).join(LABEL_SEPARATOR);
}

function boxesByRegistry(boxes: readonly AccountBox[]): BoxByRegistry {
  return new Map(
    boxes
      .filter(({ registries }) => registries.length > 1)
      .flatMap((box) => box.registries.map(({ id }) => [id, box] as const)),
  );
}
