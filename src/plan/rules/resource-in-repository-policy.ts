import { rule } from '../rule';

export const resourceInRepositoryPolicy = rule({
  id: 'resource-in-repository-policy',
  severity: 'error',
  doc: 'A repository policy has no Resource: the repository itself is the resource.',
  why: '',
  options: {},
  check: () => [],
});
