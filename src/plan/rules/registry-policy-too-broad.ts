import { rule } from '../rule';

export const registryPolicyTooBroad = rule({
  id: 'registry-policy-too-broad',
  severity: 'warning',
  doc: 'A registry policy names the repositories that are replicated, and no more.',
  why: '',
  options: {},
  check: () => [],
});
