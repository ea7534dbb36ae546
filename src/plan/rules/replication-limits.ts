import { rule } from '../rule';

export const replicationLimits = rule({
  id: 'replication-limits',
  severity: 'error',
  doc: 'A replication configuration is within the limits of ECR.',
  why: '',
  options: {},
  check: () => [],
});
