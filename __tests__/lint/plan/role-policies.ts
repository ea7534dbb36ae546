import { policy, type ResourceParts } from '../../plan/plans';
import { A } from './access-plans';

export const roleArn = (name: string, account = A) => `arn:aws:iam::${account}:role/${name}`;
export const REPOSITORIES = 'arn:aws:ecr:ap-northeast-1:111111111111:repository';
export const ROLE_POLICY = 'aws_iam_role_policy.ci';

export const roleStatement = (actions: string | readonly string[], resource = `${REPOSITORIES}/app`) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
});

/** An inline policy of the role `ci`; without `before` it is created, without `after` it is destroyed. */
export const rolePolicy = (
  before: readonly object[] | undefined,
  after: readonly object[] | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name: 'ci',
  provider: 'develop',
  ...(before === undefined ? {} : { before: { role: 'ci', policy: policy(...before) } }),
  ...(after === undefined ? {} : { after: { role: 'ci', policy: policy(...after) } }),
  ...parts,
});

/** The role `ci` of the owning account. */
export const ROLE = roleArn('ci', '111111111111');
