import { rule } from '../rule';

export const wrongArnInRegistryPolicy = rule({
  id: 'wrong-arn-in-registry-policy',
  severity: 'error',
  doc: 'Every Resource of a registry policy is a repository of that very registry.',
  why: '',
  options: {},
  check: () => [],
});
