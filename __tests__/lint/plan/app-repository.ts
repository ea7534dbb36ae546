import { policy, repository, unchanged, type ResourceParts } from '../../plan/plans';

/** The repository `app` in `develop`, created, changed or destroyed. */
export const appRepository = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  ...parts,
});
export const WITH_FORCE_DELETE = repository('app', { force_delete: true });
export const WITHOUT_FORCE_DELETE = repository('app');

/** The policy of `app`, unchanged. */
export const APP_POLICY = unchanged({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  before: { repository: 'app', policy: policy() },
});
