import { rule } from '../rule';

export const mutableTags = rule({
  id: 'mutable-tags',
  severity: 'note',
  doc: 'Tags cannot be moved to other images.',
  why: '',
  options: {},
  check: () => [],
});
