import type { SensitiveChange } from '../../plan/review/unreviewed-changes.untold';
import type { Line } from './line';

/** Lists changes with sensitive values. Only the plan shows what they contain. */
export function sensitiveChangeLines(changes: readonly SensitiveChange[]): readonly Line[] {
  return changes.map(({ address, action }) => ({
    mark: SENSITIVE_MARKS[action],
    isCritical: false,
    text: `${address} is ${SENSITIVE_VERBS[action]}; what is marked as sensitive in it is not shown`,
  }));
}

const SENSITIVE_MARKS: Readonly<Record<SensitiveChange['action'], Line['mark']>> = {
  create: '+',
  delete: '-',
  forget: '-',
  'no-op': '~',
  read: '~',
  replace: '~',
  update: '~',
};

const SENSITIVE_VERBS: Readonly<Record<SensitiveChange['action'], string>> = {
  create: 'created',
  delete: 'destroyed',
  forget: 'forgotten',
  'no-op': 'left',
  read: 'read',
  replace: 'replaced',
  update: 'changed',
};
