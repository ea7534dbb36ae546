import { formatList } from '../../base/text.listed';
import type { Backfill } from '../../change/backfills.backfills';
import type { Change } from '../../change/change';
import { describeChange, describeChangeIn } from '../../change/text';
import type { StacksBy } from '../../model/deployment';
import type { Registry } from '../../model/topology';
import { printable } from '../format/text';

/** Renders changes as text, one a line. */
export function changesText(changes: readonly Change[], stacksBy: StacksBy): string {
  if (changes.length === 0) return 'No changes.\n';
  return changes.map((change) => `${printable(describeChangeIn(stacksBy, change))}\n`).join('');
}

/** Renders changes as JSON, each with its text. Plans have no stack layout, so `by` is undefined for them. */
export function changesJson(changes: readonly Change[], stacksBy?: StacksBy): readonly object[] {
  return changes.map((change) => ({
    ...change,
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
