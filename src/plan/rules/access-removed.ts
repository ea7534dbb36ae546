import { rule } from '../rule';

export const accessRemoved = rule({
  id: 'access-removed',
  severity: 'warning',
  doc: 'Nobody loses access that they have today without somebody looking at it.',
  why: '',
  options: {},
  check: () => [],
});
