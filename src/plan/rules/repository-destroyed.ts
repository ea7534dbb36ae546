import { rule } from '../rule';

export const repositoryDestroyed = rule({
  id: 'repository-destroyed',
  severity: 'error',
  doc: 'No repository is destroyed while it may hold images.',
  why: '',
  options: {},
  check: () => [],
});
