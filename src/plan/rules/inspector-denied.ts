import { rule } from '../rule';

export const inspectorDenied = rule({
  id: 'inspector-denied',
  severity: 'error',
  doc: 'No policy of a registry denies what Amazon Inspector needs to scan.',
  why: '',
  options: {},
  check: () => [],
});
