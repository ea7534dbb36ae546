import {
  describeChange,
  describeChangeIn,
  listed,
  type Backfill,
  type Change,
  type Registry,
  type StacksBy,
} from '../registry';
import { printable } from './printable';

/** Changes for a person, one a line. */
export function changesText(changes: readonly Change[], by: StacksBy): string {
  if (changes.length === 0) return 'No changes.\n';
  return changes.map((change) => `${printable(describeChangeIn(by, change))}\n`).join('');
}

/** Changes for a program: each as data, and in the same words; those of plans without a layout. */
export function changesJson(changes: readonly Change[], by?: StacksBy): readonly object[] {
  return changes.map((change) => ({
    ...change,
    text: by === undefined ? describeChange(change) : describeChangeIn(by, change),
  }));
}

/** The commands that copy existing images, to paste; the empty text if there are none. */
export function backfillsText(backfills: readonly Backfill[]): string {
  if (backfills.length === 0) return '';
  const commands = backfills.map(
    ({ from, to, repositories, command }) =>
      `  ${command}  # ${listed(repositories, 4)}: ${from.name} to ${to.name}`,
  );
  return `\n${[BACKFILL, '', ...commands].map((line) => `${printable(line)}\n`).join('')}`;
}

const BACKFILL =
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
