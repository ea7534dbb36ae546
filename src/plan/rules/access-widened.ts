import { rule } from '../rule';

export const accessWidened = rule({
  id: 'access-widened',
  severity: 'warning',
  doc: 'Nobody gains access to images that are there already without somebody looking at it.',
  why: '',
  options: {},
  check: () => [],
});
