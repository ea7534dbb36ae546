import { rule } from '../rule';

export const authTokenInRepositoryPolicy = rule({
  id: 'auth-token-in-repository-policy',
  severity: 'error',
  doc: 'ecr:GetAuthorizationToken is not in a repository policy, for it is about no repository.',
  why: '',
  options: {},
  check: () => [],
});
