import { rule } from '../rule';

export const undecidable = rule({
  id: 'undecidable',
  severity: 'note',
  doc: 'Everything that the checks need is known when planning.',
  why: '',
  options: {},
  check: () => [],
});
