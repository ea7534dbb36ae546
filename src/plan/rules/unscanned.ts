import { rule } from '../rule';

export const unscanned = rule({
  id: 'unscanned',
  severity: 'note',
  doc: 'Images are scanned when they are pushed, by the registry or the repository.',
  why: '',
  options: {},
  check: () => [],
});
