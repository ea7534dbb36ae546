import { describeChangeIn, type Change, type StacksBy } from '../registry';
import { printable } from './printable';

/** Changes for a person, one a line. */
export function changesText(changes: readonly Change[], by: StacksBy): string {
  if (changes.length === 0) return 'No changes.\n';
  return changes.map((change) => `${printable(describeChangeIn(by, change))}\n`).join('');
}

/** Changes for a program: each as data, and in the same words. */
export function changesJson(changes: readonly Change[], by: StacksBy = 'topology'): readonly object[] {
  return changes.map((change) => ({ ...change, text: describeChangeIn(by, change) }));
}
