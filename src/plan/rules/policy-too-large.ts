import { rule } from '../rule';

export const policyTooLarge = rule({
  id: 'policy-too-large',
  severity: 'error',
  doc: 'Every policy is within the length that AWS takes.',
  why: '',
  options: {},
  check: () => [],
});
