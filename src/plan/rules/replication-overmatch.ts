import { rule } from '../rule';

export const replicationOvermatch = rule({
  id: 'replication-overmatch',
  severity: 'warning',
  doc: 'A replication filter takes the repositories that it was meant to take, and no others.',
  why: '',
  options: {},
  check: () => [],
});
