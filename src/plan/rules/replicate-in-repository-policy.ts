import { rule } from '../rule';

export const replicateInRepositoryPolicy = rule({
  id: 'replicate-in-repository-policy',
  severity: 'error',
  doc: 'Replication is permitted in the registry policy, not in a repository policy.',
  why: '',
  options: {},
  check: () => [],
});
