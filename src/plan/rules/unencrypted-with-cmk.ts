import { rule } from '../rule';

export const unencryptedWithCmk = rule({
  id: 'unencrypted-with-cmk',
  severity: 'off',
  doc: 'Every repository is encrypted with a key of its own.',
  why: '',
  options: {},
  check: () => [],
});
