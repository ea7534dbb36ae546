import { groupBy } from '../../base/collections';
import { formatList } from '../../base/text';
import type { Backfill } from '../../change/backfills';
import type { Change, TopologyChange } from '../../change/change';
import { describeChange, describeChangeIn } from '../../change/text';
import type { StacksBy } from '../../model/deployment';
import type { Registry } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { printable } from '../format/text';
import { repositoriesText, type Line } from './line';

/** The section of a report that shows a change of the model. */
export type ChangeCategory = 'repository' | 'rule' | 'setting' | 'statement' | 'unknown';

/** Changes of repositories are reported from the resources, which also show replacements. */
const CATEGORIES: Readonly<Record<TopologyChange['kind'], ChangeCategory>> = {
  'registry-added': 'setting',
  'registry-removed': 'setting',
  'registry-renamed': 'setting',
  'registry-moved': 'setting',
  'repository-added': 'repository',
  'repository-removed': 'repository',
  'repository-setting': 'setting',
  'repository-setting-changed': 'setting',
  'repository-tag': 'setting',
  'scanning-changed': 'setting',
  'inspector-changed': 'setting',
  'account-setting-changed': 'setting',
  'creation-template-added': 'setting',
  'creation-template-removed': 'setting',
  'creation-template-setting-changed': 'setting',
  'creation-template-tag': 'setting',
  'creation-template-permission-added': 'statement',
  'creation-template-permission-removed': 'statement',
  'creation-template-not-known': 'unknown',
  'cache-rule-added': 'setting',
  'cache-rule-removed': 'setting',
  'cache-rule-setting-changed': 'setting',
  'cache-rule-not-known': 'unknown',
  'not-known': 'unknown',
  'identity-not-known': 'unknown',
  'replication-added': 'rule',
  'replication-removed': 'rule',
  'permission-added': 'statement',
  'permission-removed': 'statement',
  'identity-permission-added': 'statement',
  'identity-permission-removed': 'statement',
  'managed-policy-attached': 'statement',
  'managed-policy-detached': 'statement',
};

export function categoryOf({ kind }: TopologyChange): ChangeCategory {
  return CATEGORIES[kind];
}

/**
 * Renders changes as text. The same change of several repositories is one line. Lines with the fewest repositories
 * come first, because a reviewer must not miss a single different one.
 */
export function changeLines(changes: readonly TopologyChange[]): readonly Line[] {
  return [...groupBy(changes, groupKey).values()]
    .map((same) => ({ same, number: same.length > 1 ? same.length : 0 }))
    .sort((a, b) => a.number - b.number)
    .map(({ same }): Line => ({ mark: markOf(same[0]), isCritical: false, text: mergedText(same) }));
}

function groupKey(change: TopologyChange): string {
  return JSON.stringify({ ...change, repository: repositoryOf(change) === undefined ? undefined : '' });
}

function repositoryOf(change: TopologyChange): string | undefined {
  if (!('repository' in change) || change.repository === undefined) return undefined;
  return isKnown(change.repository) ? change.repository : undefined;
}

/** Returns the text of the first change, with the names of all repositories instead of its own. */
function mergedText(same: readonly [TopologyChange, ...TopologyChange[]]): string {
  const [first] = same;
  const text = describeChange(first);
  const name = repositoryOf(first);
  if (same.length === 1 || name === undefined) return text;
  const names = same.flatMap((change) => repositoryOf(change) ?? []);
  const noun = `repository ${name}`;
  if (text.includes(noun)) return text.replace(noun, () => repositoriesNoun(names));
  // For example, `account 222222222222 may now pull app` ends with the name.
  return text.endsWith(` ${name}`)
    ? `${text.slice(0, -name.length)}${repositoriesText(names)}`
    : `${text} (also ${repositoriesText(names)})`;
}

function repositoriesNoun(names: readonly string[]): string {
  const text = repositoriesText(names);
  return text.startsWith(`${names.length} `) ? text : `repositories ${text}`;
}

function markOf(change: TopologyChange): Line['mark'] {
  if (change.kind === 'repository-tag' || change.kind === 'creation-template-tag') {
    return change.before === undefined ? '+' : change.after === undefined ? '-' : '~';
  }
  if (/-(added|attached)$/.test(change.kind)) return '+';
  return /-(removed|detached)$/.test(change.kind) ? '-' : '~';
}

/** Renders changes as text, one a line. */
export function changesText(changes: readonly Change[], stacksBy: StacksBy): string {
  if (changes.length === 0) return 'No changes.\n';
  return changes.map((change) => `${printable(describeChangeIn(stacksBy, change))}\n`).join('');
}

/**
 * Renders changes as JSON, each with its text. Plans have no stack layout, so `stacksBy` is undefined for them. An
 * unknown value is null.
 */
export function changesJson(changes: readonly Change[], stacksBy?: StacksBy): readonly object[] {
  return changes.map((change) => ({
    ...Object.fromEntries(
      Object.entries(change).map(([key, value]: readonly [string, unknown]) => [
        key,
        isKnown(value) ? value : null,
      ]),
    ),
    text: stacksBy === undefined ? describeChange(change) : describeChangeIn(stacksBy, change),
  }));
}

/** Renders the commands that copy existing images. Returns an empty string if there are none. */
export function backfillsText(backfills: readonly Backfill[]): string {
  if (backfills.length === 0) return '';
  const commands = backfills.map(
    ({ from, to, repositories, command }) =>
      `  ${command}  # ${formatList(repositories, 4)}: ${from.name} to ${to.name}`,
  );
  return `\n${[BACKFILL_INTRODUCTION, '', ...commands].map((line) => `${printable(line)}\n`).join('')}`;
}

const BACKFILL_INTRODUCTION =
  'Existing images are not replicated. To copy them, run this after the deploy (docs/commands.md, Existing images):';

export function backfillsJson(backfills: readonly Backfill[]): readonly object[] {
  return backfills.map((backfill) => ({
    ...backfill,
    from: registryJson(backfill.from),
    to: registryJson(backfill.to),
  }));
}

function registryJson({ name, accountId, region }: Registry): object {
  return { name, accountId, region };
}
