import { rule } from '../rule';

export const crossAccountWildcard = rule({
  id: 'cross-account-wildcard',
  severity: 'warning',
  doc: 'No policy lets another account do everything.',
  why: '',
  options: {},
  check: () => [],
});
