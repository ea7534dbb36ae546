import { rule } from '../rule';

export const noLifecyclePolicy = rule({
  id: 'no-lifecycle-policy',
  severity: 'note',
  doc: 'Every repository has a lifecycle policy, so that images do not pile up.',
  why: '',
  options: {},
  check: () => [],
});
