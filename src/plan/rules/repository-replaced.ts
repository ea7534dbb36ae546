import { rule } from '../rule';

export const repositoryReplaced = rule({
  id: 'repository-replaced',
  severity: 'error',
  doc: 'No repository is destroyed and created anew, which loses its images.',
  why: '',
  options: {},
  check: () => [],
});
