import { rule } from '../rule';

export const replicationNotPermitted = rule({
  id: 'replication-not-permitted',
  severity: 'error',
  doc: 'Every destination in another account permits the source to replicate, in its registry policy.',
  why: '',
  options: {},
  check: () => [],
});
