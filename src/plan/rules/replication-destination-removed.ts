import { rule } from '../rule';

export const replicationDestinationRemoved = rule({
  id: 'replication-destination-removed',
  severity: 'warning',
  doc: 'Nothing that is replicated today stops being replicated without somebody looking at it.',
  why: '',
  options: {},
  check: () => [],
});
