import { rule } from '../rule';

export const replicaMissing = rule({
  id: 'replica-missing',
  severity: 'error',
  doc: 'Every destination holds the repository that is replicated, or may create it.',
  why: '',
  options: {},
  check: () => [],
});
