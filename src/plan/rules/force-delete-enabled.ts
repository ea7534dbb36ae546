import { rule } from '../rule';

export const forceDeleteEnabled = rule({
  id: 'force-delete-enabled',
  severity: 'warning',
  doc: 'force_delete is not turned on for a repository that may hold images.',
  why: '',
  options: {},
  check: () => [],
});
