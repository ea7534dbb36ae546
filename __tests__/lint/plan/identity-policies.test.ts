import { accessRemoved } from '../../../src/lint/plan/access-removed';
import { accessWidened } from '../../../src/lint/plan/access-widened';
import { policyTooLarge } from '../../../src/lint/plan/policy-too-large';
import { undecidable } from '../../../src/lint/plan/undecidable';
import { policy, unchanged, type ResourceParts } from '../../plan/plans';
import { app, APP, allows, A, policyOn, PULL } from './access-plans';
import { testRule } from './rule-cases';

const ROLE = 'arn:aws:iam::111111111111:role/ci';
const USER = 'arn:aws:iam::111111111111:user/ann';
const OWN_ARN = 'arn:aws:iam::111111111111:policy/deploy';
const ATTACHMENT = 'aws_iam_role_policy_attachment.ci';

const may = (...actions: readonly string[]) =>
  policy({
    Effect: 'Allow',
    Action: actions,
    Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/app',
  });
const managed = (before: object | undefined, after: object | undefined): ResourceParts => ({
  type: 'aws_iam_policy',
  name: 'deploy',
  provider: 'develop',
  ...(before === undefined ? {} : { before: { arn: OWN_ARN, policy: before } }),
  ...(after === undefined
    ? {}
    : { after: { ...(before === undefined ? {} : { arn: OWN_ARN }), policy: after } }),
});
const attached = (arn: string, parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_iam_role_policy_attachment',
  name: 'ci',
  provider: 'develop',
  after: { role: 'ci', policy_arn: arn },
  ...parts,
});
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const referring: ResourceParts = {
  ...attached(OWN_ARN),
  after: { role: 'ci' },
  unknown: { policy_arn: true },
  expressions: { policy_arn: { references: ['aws_iam_policy.deploy.arn', 'aws_iam_policy.deploy'] } },
};
const staysAttached = unchanged({
  type: 'aws_iam_role_policy_attachment',
  name: 'ci',
  provider: 'develop',
  before: { role: 'ci', policy_arn: OWN_ARN },
});
const listsInline = (expressions: object, before: object, after: object): ResourceParts => ({
  type: 'aws_iam_role',
  name: 'ci',
  provider: 'develop',
  before: { name: 'ci', ...before },
  after: { name: 'ci', ...after },
  expressions: { name: { constant_value: 'ci' }, ...expressions },
});
const inline = (document: object) => ({ inline_policy: [{ name: 'x', policy: JSON.stringify(document) }] });

testRule(accessWidened, [
  ...['AmazonEC2ContainerRegistryReadOnly', 'service-role/AmazonECSTaskExecutionRolePolicy'].map((name) => ({
    name: `reports ${name} that allows a few more read actions`,
    resources: [app, attached(aws(name))],
    finds: [[ATTACHMENT, `${ROLE} can pull 'app'`] as const],
  })),
  ...['AdministratorAccess', 'AmazonEC2ContainerRegistryFullAccess', 'PowerUserAccess'].map((name) => ({
    name: `reports ${name} that allows all actions`,
    resources: [app, attached(aws(name))],
    finds: [
      [
        ATTACHMENT,
        `${ROLE} can pull and push 'app' and call every other action (ecr:*) on it, call every action on the registry`,
      ] as const,
    ],
  })),
  {
    name: 'does not report an AWS managed policy without ECR actions',
    resources: [app, attached('arn:aws:iam::aws:policy/AmazonS3FullAccess')],
    finds: [],
  },
  {
    name: 'reports a policy that is created with its attachment',
    resources: [app, managed(undefined, may(...PULL)), referring],
    finds: [[ATTACHMENT, `${ROLE} can pull 'app'`]],
  },
  {
    name: 'reports an existing policy that is attached',
    resources: [app, managed(may(...PULL), may(...PULL)), attached(OWN_ARN)],
    finds: [[ATTACHMENT, `${ROLE} can pull 'app'`]],
  },
  {
    name: 'reports a change of an attached policy',
    resources: [app, managed(may(...PULL), may(...PULL, 'ecr:DeleteRepository')), staysAttached],
    finds: [['aws_iam_policy.deploy', `${ROLE} can call ecr:DeleteRepository on 'app'`]],
  },
  {
    name: 'reports a policy of several roles and users',
    resources: [
      app,
      managed(may(...PULL), may(...PULL)),
      {
        type: 'aws_iam_policy_attachment',
        provider: 'develop',
        after: { name: 'x', roles: ['ci'], users: ['ann'], groups: [], policy_arn: OWN_ARN },
      },
    ],
    finds: [
      ['aws_iam_policy_attachment.this', `${ROLE} can pull`],
      ['aws_iam_policy_attachment.this', `${USER} can pull`],
    ],
  },
  {
    name: 'reports an inline policy in the arguments of a role',
    resources: [app, listsInline({ inline_policy: [{ policy: {} }] }, {}, inline(may(...PULL)))],
    finds: [['aws_iam_role.ci', `${ROLE} can pull 'app'`]],
  },
  {
    name: 'does not report a role policy that is no longer sensitive',
    resources: [
      app,
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy: may(...PULL) },
        after: { role: 'ci', policy: may(...PULL, 'ecr:DeleteRepository') },
        change: { beforeSensitive: { policy: true } },
      },
    ],
    finds: [],
  },
  {
    name: 'reports managed policies in the arguments of a role',
    resources: [
      app,
      listsInline(
        { managed_policy_arns: {} },
        { managed_policy_arns: [] },
        { managed_policy_arns: [aws('AmazonEC2ContainerRegistryPullOnly')] },
      ),
    ],
    finds: [['aws_iam_role.ci', `${ROLE} can pull 'app'`]],
  },
]);

testRule(accessRemoved, [
  {
    name: 'reports an attachment that is removed',
    resources: [
      app,
      managed(may(...PULL), may(...PULL)),
      {
        type: 'aws_iam_role_policy_attachment',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy_arn: OWN_ARN },
      },
    ],
    finds: [[ATTACHMENT, `${ROLE} can no longer pull 'app'`]],
  },
  {
    name: 'reports a policy of another resource that the provider also lists in the role',
    resources: [
      app,
      unchanged({
        type: 'aws_iam_role',
        name: 'ci',
        provider: 'develop',
        before: { name: 'ci', ...inline(may(...PULL)) },
      }),
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy: may(...PULL) },
      },
    ],
    finds: [['aws_iam_role_policy.ci', `${ROLE} can no longer pull 'app'`]],
  },
]);

testRule(undecidable, [
  {
    name: 'reports a policy of another stack',
    resources: [app, attached(OWN_ARN)],
    finds: [[ATTACHMENT, `attached to ${ROLE}`]],
  },
  {
    name: 'reports a policy whose ARN is unknown',
    resources: [app, { ...referring, expressions: {} }],
    finds: [[ATTACHMENT, 'A policy that no plan has']],
  },
  {
    name: 'reports a policy of another stack that is detached',
    resources: [
      app,
      {
        ...attached(OWN_ARN),
        before: { role: 'ci', policy_arn: OWN_ARN },
        change: { action: 'delete', after: undefined },
      },
    ],
    finds: [[ATTACHMENT, `detached from ${ROLE}`]],
  },
  {
    name: 'does not report an unchanged attachment of a policy of another stack',
    resources: [app, staysAttached],
    finds: [],
  },
  { name: 'does not report plans without ECR actions', resources: [attached(OWN_ARN)], finds: [] },
  {
    name: 'does not report an AWS managed policy without ECR actions',
    resources: [app, attached(aws('AmazonS3FullAccess'))],
    finds: [],
  },
  {
    name: 'reports an AWS managed policy with ECR actions that this version does not know',
    resources: [app, attached(aws('EC2InstanceProfileForImageBuilderECRContainerBuilds'))],
    finds: [[ATTACHMENT]],
  },
  {
    name: 'does not report a policy of the plan without ECR actions',
    resources: [app, managed(may('s3:GetObject'), may('s3:*')), attached(OWN_ARN)],
    finds: [],
  },
  {
    name: 'reports a policy without an attachment',
    resources: [app, managed(may(...PULL), may('ecr:*'))],
    finds: [['aws_iam_policy.deploy', 'nothing in its plan attaches it']],
  },
  {
    name: 'does not report an unchanged policy without an attachment',
    resources: [app, managed(may(...PULL), may(...PULL))],
    finds: [],
  },
  {
    name: 'reports a policy of a group',
    resources: [
      app,
      { type: 'aws_iam_group_policy', provider: 'develop', after: { group: 'dev', policy: may('ecr:*') } },
    ],
    finds: [['aws_iam_group_policy.this', 'is of a group']],
  },
  {
    name: 'reports a policy that is attached to a group',
    resources: [
      app,
      managed(may(...PULL), may(...PULL)),
      {
        type: 'aws_iam_group_policy_attachment',
        provider: 'develop',
        after: { group: 'dev', policy_arn: OWN_ARN },
      },
    ],
    finds: [['aws_iam_group_policy_attachment.this', 'is of a group']],
  },
  {
    name: 'reports a policy that is no longer sensitive',
    resources: [
      app,
      {
        ...policyOn('app', [allows(A)], [allows(A, ['ecr:*'])]),
        change: { beforeSensitive: { policy: true } },
      },
    ],
    finds: [[APP, 'is marked as sensitive as it was before, so nobody can tell who gains or loses']],
  },
  {
    name: 'reports a role policy that is no longer sensitive',
    resources: [
      app,
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy: may(...PULL) },
        after: { role: 'ci', policy: may(...PULL, 'ecr:DeleteRepository') },
        change: { beforeSensitive: { policy: true } },
      },
    ],
    finds: [['aws_iam_role_policy.ci', `What this policy of ${ROLE} said before cannot be told`]],
  },
]);

testRule(policyTooLarge, [
  {
    name: 'does not report a managed policy, which has its own length limit',
    resources: [
      app,
      managed(undefined, may(...Array.from({ length: 700 }, () => 'ecr:BatchGetImage'))),
      referring,
    ],
    finds: [],
  },
]);
