import { policy, type ResourceParts } from '../../plan/plans';

export const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** An account that is not in the article. */
export const OTHER = { AWS: 'arn:aws:iam::222222222222:root' };

/** A new policy of the repository `app` in `develop`. */
export const onRepository = (...statements: readonly object[]): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  after: { repository: 'app', policy: policy(...statements) },
});
export const APP = 'aws_ecr_repository_policy.app';

/** A new policy of the registry `management`. */
export const onRegistry = (...statements: readonly object[]): ResourceParts => ({
  type: 'aws_ecr_registry_policy',
  provider: 'management',
  after: { policy: policy(...statements) },
});
export const REGISTRY = 'aws_ecr_registry_policy.this';

export const accountRoot = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
export const allowStatement = (action: string | readonly string[], principal: object = OTHER) => ({
  Sid: 'Wide',
  Effect: 'Allow',
  Principal: principal,
  Action: action,
});
