import { rule } from '../rule';

export const singletonConflict = rule({
  id: 'singleton-conflict',
  severity: 'error',
  doc: 'One resource manages the registry policy, replication or scanning of a registry.',
  why: '',
  options: {},
  check: () => [],
});
