import { rule } from '../rule';

export const publicAccess = rule({
  id: 'public-access',
  severity: 'error',
  doc: 'No policy lets everybody in.',
  why: '',
  options: {},
  check: () => [],
});
