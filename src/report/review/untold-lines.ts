import type { UntoldChange } from '../../plan/untold';
import type { Line } from './line';

/** Lists changes with sensitive values. Only the plan shows what they contain. */
export function untoldLines(changes: readonly UntoldChange[]): readonly Line[] {
  return changes.map(({ address, action }) => ({
    mark: MARKS[action],
    isGrave: false,
    text: `${address} is ${WORDS[action]}; what is marked as sensitive in it is not shown`,
  }));
}

const MARKS: Readonly<Record<UntoldChange['action'], Line['mark']>> = {
  create: '+',
  delete: '-',
  forget: '-',
  'no-op': '~',
  read: '~',
  replace: '~',
  update: '~',
};

const WORDS: Readonly<Record<UntoldChange['action'], string>> = {
  create: 'created',
  delete: 'destroyed',
  forget: 'forgotten',
  'no-op': 'left',
  read: 'read',
  replace: 'replaced',
  update: 'changed',
};
