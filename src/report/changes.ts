import { describeChange, describeChangeIn, type Change, type StacksBy } from '../registry';
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
