import type { Json } from '../../../src/plan/model/document';
import { policy, unchanged, type ResourceParts } from '../../plan/plans';

export const ROLE_ARN = 'arn:aws:iam::111111111111:role/ci';

/** The values of a policy that names another account and the ARN. */
export const policyNaming = (arn: string) => ({
  repository: 'app',
  policy: JSON.stringify(
    policy({
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::222222222222:root', arn] },
      Action: 'ecr:BatchGetImage',
    }),
  ),
});

/** A new policy of `app`, with the expressions of its text. */
export const newPolicy = (arn = ROLE_ARN, expressions: Json = {}): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  after: policyNaming(arn),
  expressions: { policy: expressions },
});

export const unchangedPolicy = (arn = ROLE_ARN) =>
  unchanged({
    type: 'aws_ecr_repository_policy',
    name: 'app',
    provider: 'develop',
    before: policyNaming(arn),
  });

/** A role or user `ci`. */
export const identity = (
  parts: Partial<ResourceParts>,
  type: 'aws_iam_role' | 'aws_iam_user' = 'aws_iam_role',
): ResourceParts => ({
  type,
  name: 'ci',
  provider: 'develop',
  ...parts,
});
export const ROLE_VALUES = { name: 'ci', path: '/' };
export const CREATED_ROLE = identity({ after: ROLE_VALUES, unknown: { arn: true } });
export const DESTROYED_ROLE = identity({
  before: { ...ROLE_VALUES, arn: ROLE_ARN },
  isRemovedFromConfiguration: true,
});

export const APP = 'aws_ecr_repository_policy.app';
