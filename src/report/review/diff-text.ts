import { groupBy, sortedBy } from '../../base/collections';
import { count } from '../../base/text';
import type { Change } from '../../change/change';
import type { ChangeCategory } from '../../change/change-parts';
import { describeChangeIn } from '../../change/text';
import type { StacksBy } from '../../model/deployment';
import type { Terminal } from '../format/terminal';
import { categoryOf, changeLines, isTopologyChange, markOf } from './changes';
import { lineText, type Line } from './line';

/** The groups of a comparison, in order. */
const GROUPS = [
  'Registries',
  'Repositories',
  'Access',
  'Replication',
  'Settings',
  'Stacks and state',
] as const;
type Group = (typeof GROUPS)[number];

/** Renders the changes of a declaration: groups of lines, the most dangerous first, and their numbers. */
export function changesText(changes: readonly Change[], stacksBy: StacksBy, terminal: Terminal): string {
  if (changes.length === 0) return 'No changes.\n';
  const describe = (change: Change) => describeChangeIn(stacksBy, change);
  const byGroup = groupBy(changes, groupOf);
  const sections = GROUPS.flatMap((group) => {
    const lines = changeLines(byGroup.get(group) ?? [], describe, isDangerous);
    if (lines.length === 0) return [];
    const texts = sortedBy(lines, rankOf).map((line) => lineText(line, terminal, '  '));
    return [[terminal.paint.strong(group), ...texts].join('\n')];
  });
  return `${[...sections, summaryText(changes)].join('\n\n')}\n`;
}

function groupOf(change: Change): Group {
  if (!isTopologyChange(change)) return 'Stacks and state';
  if (isReplaced(change)) return 'Repositories';
  return change.kind.startsWith('registry-') ? 'Registries' : GROUP_OF_CATEGORY[categoryOf(change)];
}

const GROUP_OF_CATEGORY: Readonly<Record<ChangeCategory, Group>> = {
  repository: 'Repositories',
  statement: 'Access',
  unknown: 'Access',
  rule: 'Replication',
  setting: 'Settings',
};

/** Returns whether images are deleted, every AWS account gains access, or access is denied. */
function isDangerous(change: Change): boolean {
  return (
    (change.kind === 'repository-removed' && change.forceDelete !== false) ||
    isReplaced(change) ||
    (change.kind === 'registry-moved' && change.held === 'something') ||
    isPublicGrantOrDenial(change)
  );
}

/** Terraform destroys the repository and creates it again. */
function isReplaced(change: Change): boolean {
  return change.kind === 'repository-setting-changed' && change.outcome === 'replaced';
}

function isPublicGrantOrDenial(change: Change): boolean {
  const isGrant = change.kind === 'permission-added' || change.kind === 'creation-template-permission-added';
  return isGrant && (change.effect === 'Deny' || change.isPublic);
}

/** Removals are before changes and additions. Sorting is stable. */
function rankOf({ isCritical, mark }: Line): string {
  return `${isCritical ? 0 : 1}${'-~+'.indexOf(mark)}`;
}

function summaryText(changes: readonly Change[]): string {
  const numberOf = (mark: Line['mark']) => changes.filter((change) => markOf(change) === mark).length;
  const destroyed = changes.filter(({ kind }) => kind === 'repository-removed').length;
  const replaced = changes.filter(isReplaced).length;
  const repositories = [
    ...(destroyed === 0 ? [] : [`${count(destroyed, 'repository', 'repositories')} destroyed`]),
    ...(replaced === 0
      ? []
      : [`${count(replaced, 'repository', 'repositories')} destroyed and created again`]),
  ];
  const detail = repositories.length === 0 ? '' : ` (${repositories.join(', ')})`;
  return `Changes: ${numberOf('+')} added, ${numberOf('~')} changed, ${numberOf('-')} removed${detail}.`;
}
