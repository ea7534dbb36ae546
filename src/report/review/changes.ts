import { groupBy } from '../../base/collections';
import { formatList } from '../../base/text';
import type { Backfill } from '../../change/backfills';
import type { Change, TopologyChange } from '../../change/change';
import type { ChangeCategory, ChangeKinds } from '../../change/change-parts';
import { SETTINGS_CHANGE_KINDS } from '../../change/registry-settings';
import { describeChange, describeChangeIn } from '../../change/text';
import type { StacksBy } from '../../model/deployment';
import type { Registry } from '../../model/topology';
import { isKnown } from '../../model/unknown';
import { printable } from '../format/text';
import { repositoriesText, type Line } from './line';

/** Changes of repositories in plans are reported from the resources, which also show replacements. */
const KINDS: ChangeKinds<TopologyChange['kind']> = {
  ...SETTINGS_CHANGE_KINDS,
  'registry-added': { category: 'setting', mark: '+' },
  'registry-removed': { category: 'setting', mark: '-' },
  'registry-renamed': { category: 'setting', mark: '~' },
  'registry-moved': { category: 'setting', mark: '~' },
  'repository-added': { category: 'repository', mark: '+' },
  'repository-removed': { category: 'repository', mark: '-' },
  'repository-setting': { category: 'setting', mark: '~' },
  'repository-setting-changed': { category: 'setting', mark: '~' },
  'repository-tag': { category: 'setting', mark: 'added or removed' },
  'identity-not-known': { category: 'unknown', mark: '~' },
  'replication-added': { category: 'rule', mark: '+' },
  'replication-removed': { category: 'rule', mark: '-' },
  'permission-added': { category: 'statement', mark: '+' },
  'permission-removed': { category: 'statement', mark: '-' },
  'identity-permission-added': { category: 'statement', mark: '+' },
  'identity-permission-removed': { category: 'statement', mark: '-' },
  'managed-policy-attached': { category: 'statement', mark: '+' },
  'managed-policy-detached': { category: 'statement', mark: '-' },
};

/** Changes of a declaration that no plan has. */
const DEPLOYMENT_MARKS: Readonly<Record<Exclude<Change['kind'], TopologyChange['kind']>, Line['mark']>> = {
  'account-added': '+',
  'account-removed': '-',
  'account-setting': '~',
  backend: '~',
  'imports-added': '+',
  'imports-removed': '-',
  'replication-first': '~',
  'stack-removed': '-',
  'stack-renamed': '~',
  'stacks-by': '~',
  'tag-added': '+',
  'tag-changed': '~',
  'tag-removed': '-',
};

export function isTopologyChange(change: Change): change is TopologyChange {
  return change.kind in KINDS;
}

export function categoryOf({ kind }: TopologyChange): ChangeCategory {
  return KINDS[kind].category;
}

/**
 * Renders changes as lines. The same change of several repositories is one line. Lines with the fewest repositories
 * come first, because a reviewer must not miss a single different one.
 */
export function changeLines<Described extends Change>(
  changes: readonly Described[],
  describe: (change: Described) => string,
  isCritical: (change: Described) => boolean = () => false,
): readonly Line[] {
  return [...groupBy(changes, groupKey).values()]
    .map((same) => ({ same, number: same.length > 1 ? same.length : 0 }))
    .sort((a, b) => a.number - b.number)
    .map(({ same }): Line => ({
      mark: markOf(same[0]),
      isCritical: isCritical(same[0]),
      text: mergedText(same, describe),
    }));
}

function groupKey(change: Change): string {
  return JSON.stringify({ ...change, repository: repositoryOf(change) === undefined ? undefined : '' });
}

function repositoryOf(change: Change): string | undefined {
  if (!('repository' in change) || change.repository === undefined) return undefined;
  return isKnown(change.repository) ? change.repository : undefined;
}

/** Returns the text of the first change, with the names of all repositories instead of its own. */
function mergedText<Described extends Change>(
  same: readonly [Described, ...Described[]],
  describe: (change: Described) => string,
): string {
  const [first] = same;
  const text = describe(first);
  const name = repositoryOf(first);
  if (same.length === 1 || name === undefined) return text;
  const names = same.flatMap((change) => repositoryOf(change) ?? []);
  const noun = `repository ${name}`;
  if (text.includes(noun)) return text.replace(noun, () => repositoriesNoun(names));
  // For example, `account 222222222222 can now pull app` ends with the name.
  return text.endsWith(` ${name}`)
    ? `${text.slice(0, -name.length)}${repositoriesText(names)}`
    : `${text} (also ${repositoriesText(names)})`;
}

export function repositoriesNoun(names: readonly string[]): string {
  const text = repositoriesText(names);
  return text.startsWith(`${names.length} `) ? text : `repositories ${text}`;
}

export function markOf(change: Change): Line['mark'] {
  if (!isTopologyChange(change)) return DEPLOYMENT_MARKS[change.kind];
  const { mark } = KINDS[change.kind];
  if (mark !== 'added or removed') return mark;
  const { before, after } = { before: undefined, after: undefined, ...change };
  return before === undefined ? '+' : after === undefined ? '-' : '~';
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
  "Existing images are not replicated. To copy them after the deploy, run 'ecr-topology backfill' (docs/guides/backfill.md), or with the AWS CLI:";

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
