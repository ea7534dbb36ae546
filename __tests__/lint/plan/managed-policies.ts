import { policy, unchanged, type ResourceParts } from '../../plan/plans';

export const POLICY_ARN = 'arn:aws:iam::111111111111:policy/deploy';
export const ATTACHMENT = 'aws_iam_role_policy_attachment.ci';

/** A policy that allows the actions on the repository `app`. */
export const ecrPolicy = (...actions: readonly string[]) =>
  policy({
    Effect: 'Allow',
    Action: actions,
    Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/app',
  });

export const managedPolicy = (before: object | undefined, after: object | undefined): ResourceParts => ({
  type: 'aws_iam_policy',
  name: 'deploy',
  provider: 'develop',
  ...(before === undefined ? {} : { before: { arn: POLICY_ARN, policy: before } }),
  ...(after === undefined
    ? {}
    : { after: { ...(before === undefined ? {} : { arn: POLICY_ARN }), policy: after } }),
});

/** A new attachment to the role `ci`. */
export const attachment = (arn: string, parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_iam_role_policy_attachment',
  name: 'ci',
  provider: 'develop',
  after: { role: 'ci', policy_arn: arn },
  ...parts,
});

export const awsManagedPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;

/** A new attachment of the policy that the same plan creates. */
export const ATTACHMENT_BY_REFERENCE: ResourceParts = {
  ...attachment(POLICY_ARN),
  after: { role: 'ci' },
  unknown: { policy_arn: true },
  expressions: { policy_arn: { references: ['aws_iam_policy.deploy.arn', 'aws_iam_policy.deploy'] } },
};

export const UNCHANGED_ATTACHMENT = unchanged({
  type: 'aws_iam_role_policy_attachment',
  name: 'ci',
  provider: 'develop',
  before: { role: 'ci', policy_arn: POLICY_ARN },
});

/** The argument `inline_policy` of a role. */
export const inlineArgument = (document: object) => ({
  inline_policy: [{ name: 'x', policy: JSON.stringify(document) }],
});
