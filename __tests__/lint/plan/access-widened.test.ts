import { accessWidened } from '../../../src/lint/plan/access-widened';
import { policy, type ResourceParts } from '../../plan/plans';
import {
  ALLOWS_REPLICATION,
  copy,
  destinationPolicy,
  MANAGEMENT,
  OTHER_REGION,
  replicates,
} from './access-by-replication';
import {
  A,
  allows,
  app,
  APP,
  appWithPolicy,
  B,
  EVERYWHERE,
  policyOn,
  PULL,
  PUSH,
  registryPolicy,
  web,
} from './access-plans';
import {
  attachment,
  ATTACHMENT,
  ATTACHMENT_BY_REFERENCE,
  awsManagedPolicy,
  ecrPolicy,
  inlineArgument,
  managedPolicy,
  POLICY_ARN,
  UNCHANGED_ATTACHMENT,
} from './managed-policies';
import { editCases } from './policy-edits';
import { REPOSITORIES, ROLE, ROLE_POLICY, rolePolicy, roleStatement } from './role-policies';
import { testRule } from './rule-cases';

const rolePolicyWithLogin = (actions: readonly string[]): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name: 'ci',
  provider: 'develop',
  after: {
    name: 'ci',
    role: 'ci',
    policy: policy(
      { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
      {
        Effect: 'Allow',
        Action: actions,
        Resource: 'arn:aws:ecr:ap-northeast-1:111111111111:repository/app',
      },
    ),
  },
});

testRule(accessWidened, [
  {
    name: 'reports another account that may replicate',
    resources: [
      app,
      copy,
      replicates([MANAGEMENT], [MANAGEMENT]),
      destinationPolicy({ after: ALLOWS_REPLICATION }),
    ],
    finds: [
      [
        'aws_ecr_registry_policy.management',
        "Newly allows the registry 111111111111 in ap-northeast-1 to replicate 'app' in 999999999999 in ap-northeast-1",
      ],
    ],
  },
  {
    name: 'does not report gained access for a destination that is removed',
    resources: [
      app,
      copy,
      replicates([OTHER_REGION, MANAGEMENT], [OTHER_REGION]),
      destinationPolicy({ before: ALLOWS_REPLICATION, after: ALLOWS_REPLICATION }),
    ],
    finds: [],
  },
  {
    name: 'does not report replication within the account',
    resources: [app, replicates([], [OTHER_REGION]), { ...copy, provider: 'develop_us' }],
    finds: [],
  },
  {
    name: 'reports another account',
    resources: [app, policyOn('app', [allows(A)], [allows(A), allows(B)])],
    finds: [
      [
        APP,
        `Newly allows account ${B} to pull 'app' (if its own account allows it) in 111111111111 in ap-northeast-1`,
      ],
    ],
  },
  {
    name: 'reports another action',
    resources: [app, policyOn('app', [allows(A)], [allows(A, [...PULL, ...PUSH])])],
    finds: [[APP, `Newly allows account ${A} to push to 'app'`]],
  },
  {
    name: 'reports two actions of one account in one finding',
    resources: [app, policyOn('app', [allows(B)], [allows(B), allows(A, [...PULL, ...PUSH])])],
    finds: [[APP, `Newly allows account ${A} to pull and push to 'app'`]],
  },
  {
    name: 'reports a registry policy once for all repositories',
    resources: [
      app,
      web,
      registryPolicy(
        [allows(A, PULL, EVERYWHERE)],
        [allows(A, PULL, EVERYWHERE), allows(B, PULL, EVERYWHERE)],
      ),
    ],
    finds: [['aws_ecr_registry_policy.this', `Newly allows account ${B} to pull every repository`]],
  },
  {
    name: 'reports the policy that names the account if two policies change',
    resources: [
      app,
      policyOn('app', [allows(A)], [allows(A), allows(A, ['ecr:ListImages'])]),
      registryPolicy(
        [allows(A, PULL, EVERYWHERE)],
        [allows(A, PULL, EVERYWHERE), allows(B, PULL, EVERYWHERE)],
      ),
    ],
    finds: [
      [APP, `Newly allows account ${A} to call ecr:ListImages on 'app'`],
      ['aws_ecr_registry_policy.this', `Newly allows account ${B} to pull every repository`],
    ],
  },
  {
    name: 'reports an operation and an additional action',
    resources: [app, policyOn('app', [], [allows(B, [...PULL, 'ecr:ListImages'])])],
    finds: [
      [APP, `Newly allows account ${B} to pull 'app' and call ecr:ListImages on it (if its own account`],
    ],
  },
  {
    name: 'reports an identity policy',
    resources: [app, rolePolicyWithLogin(PULL)],
    finds: [['aws_iam_role_policy.ci', "Newly allows arn:aws:iam::111111111111:role/ci to pull 'app' in"]],
  },
  {
    name: 'reports a condition that is removed',
    resources: [
      app,
      policyOn(
        'app',
        [allows(A, PULL, { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })],
        [allows(A)],
      ),
    ],
    finds: [[APP, 'regardless of aws:SourceIp']],
  },
  {
    name: 'reports only accounts that are not in allowedAccounts',
    resources: [app, policyOn('app', [], [allows(A), allows(B)])],
    options: { allowedAccounts: [A] },
    finds: [[APP, `Newly allows account ${B} to pull`]],
  },
  {
    name: 'does not report access to a new repository',
    resources: appWithPolicy('after'),
    finds: [],
  },
  {
    name: 'reports access to a new repository if withRepository is set',
    resources: appWithPolicy('after'),
    options: { withRepository: true },
    finds: [[APP, `Newly allows account ${A} to pull 'app'`]],
  },
  {
    name: 'does not report the same access in a different form',
    resources: [app, policyOn('app', [allows(A)], [allows(A, PULL.slice(0, 1)), allows(A, PULL.slice(1))])],
    finds: [],
  },
  {
    name: 'does not report lost access',
    resources: [app, policyOn('app', [allows(A), allows(B)], [allows(A)])],
    finds: [],
  },
]);

testRule(accessWidened, [
  {
    name: 'reports a role that gains permission to delete',
    resources: [
      app,
      rolePolicy(
        [roleStatement(PULL)],
        [roleStatement([...PULL, 'ecr:BatchDeleteImage', 'ecr:DeleteRepository'])],
      ),
    ],
    finds: [
      [ROLE_POLICY, `Newly allows ${ROLE} to call ecr:BatchDeleteImage, ecr:DeleteRepository on 'app'`],
    ],
  },
  {
    name: 'reports a role that gains all actions and could only pull before',
    resources: [app, rolePolicy([roleStatement(PULL)], [roleStatement('ecr:*', '*')])],
    finds: [[ROLE_POLICY, `Newly allows ${ROLE} to push to 'app' and call ecr:BatchDeleteImage`]],
  },
  {
    name: 'reports access by an identity policy if a repository policy that does not name the role is created too',
    resources: [
      app,
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        after: { repository: 'app', policy: policy(allows(A)) },
      },
      rolePolicy(undefined, [roleStatement(PULL)]),
    ],
    finds: [
      [APP, `Newly allows account ${A} to pull`],
      [ROLE_POLICY, `Newly allows ${ROLE} to pull`],
    ],
  },
  {
    name: 'reports repositories of a prefix that is in no plan',
    resources: [registryPolicy([], [allows(A, PULL, { Resource: `${REPOSITORIES}/team/*` })])],
    finds: [
      [
        'aws_ecr_registry_policy.this',
        `Newly allows account ${A} to pull 'team/*'`,
        '111111111111 in ap-northeast-1',
      ],
    ],
  },
  {
    name: 'reports a prefix that includes a repository of these plans',
    resources: [
      app,
      registryPolicy([], [allows(A, PULL, { Resource: [`${REPOSITORIES}/a*`, `${REPOSITORIES}/app`] })]),
    ],
    finds: [['aws_ecr_registry_policy.this', `Newly allows account ${A} to pull 'a*'`]],
  },
  {
    name: 'reports access of a role to a repository of another stack',
    resources: [rolePolicy(undefined, [roleStatement(PULL, `${REPOSITORIES}/elsewhere`)])],
    finds: [[ROLE_POLICY, `Newly allows ${ROLE} to pull 'elsewhere'`, 'in 111111111111 in ap-northeast-1']],
  },
  {
    name: 'reports access of a role in plans without repositories',
    resources: [rolePolicy(undefined, [roleStatement('ecr:*', '*')])],
    finds: [
      [
        ROLE_POLICY,
        `Newly allows ${ROLE} to pull and push to every repository`,
        'in 111111111111 in every Region',
      ],
    ],
  },
  {
    name: 'does not report repositories of another account, which must allow the role',
    resources: [
      rolePolicy(undefined, [roleStatement(PULL, `arn:aws:ecr:ap-northeast-1:${A}:repository/app`)]),
    ],
    finds: [],
  },
  {
    name: 'does not report the login token',
    resources: [rolePolicy(undefined, [roleStatement('ecr:GetAuthorizationToken', '*')])],
    finds: [],
  },
  {
    name: 'does not report access that another policy already allows in a different form',
    resources: [
      rolePolicy(
        [roleStatement(PULL, `${REPOSITORIES}/team/*`)],
        [roleStatement(PULL, `${REPOSITORIES}/team/*`), roleStatement(PULL, `${REPOSITORIES}/team/a`)],
      ),
    ],
    finds: [],
  },
]);

const USER = 'arn:aws:iam::111111111111:user/ann';
const roleWithPolicies = (expressions: object, before: object, after: object): ResourceParts => ({
  type: 'aws_iam_role',
  name: 'ci',
  provider: 'develop',
  before: { name: 'ci', ...before },
  after: { name: 'ci', ...after },
  expressions: { name: { constant_value: 'ci' }, ...expressions },
});

testRule(accessWidened, [
  ...['AmazonEC2ContainerRegistryReadOnly', 'service-role/AmazonECSTaskExecutionRolePolicy'].map((name) => ({
    name: `reports ${name} that allows a few more read actions`,
    resources: [app, attachment(awsManagedPolicy(name))],
    finds: [[ATTACHMENT, `Newly allows ${ROLE} to pull 'app'`] as const],
  })),
  ...['AdministratorAccess', 'AmazonEC2ContainerRegistryFullAccess', 'PowerUserAccess'].map((name) => ({
    name: `reports ${name} that allows all actions`,
    resources: [app, attachment(awsManagedPolicy(name))],
    finds: [
      [
        ATTACHMENT,
        `Newly allows ${ROLE} to pull and push to 'app' and call every other action (ecr:*) on it, and call every action on the registry`,
      ] as const,
    ],
  })),
  {
    name: 'does not report an AWS managed policy without ECR actions',
    resources: [app, attachment('arn:aws:iam::aws:policy/AmazonS3FullAccess')],
    finds: [],
  },
  {
    name: 'reports a policy that is created with its attachment',
    resources: [app, managedPolicy(undefined, ecrPolicy(...PULL)), ATTACHMENT_BY_REFERENCE],
    finds: [[ATTACHMENT, `Newly allows ${ROLE} to pull 'app'`]],
  },
  {
    name: 'reports an existing policy that is attached',
    resources: [app, managedPolicy(ecrPolicy(...PULL), ecrPolicy(...PULL)), attachment(POLICY_ARN)],
    finds: [[ATTACHMENT, `Newly allows ${ROLE} to pull 'app'`]],
  },
  {
    name: 'reports a change of an attached policy',
    resources: [
      app,
      managedPolicy(ecrPolicy(...PULL), ecrPolicy(...PULL, 'ecr:DeleteRepository')),
      UNCHANGED_ATTACHMENT,
    ],
    finds: [['aws_iam_policy.deploy', `Newly allows ${ROLE} to call ecr:DeleteRepository on 'app'`]],
  },
  {
    name: 'reports a policy of several roles and users',
    resources: [
      app,
      managedPolicy(ecrPolicy(...PULL), ecrPolicy(...PULL)),
      {
        type: 'aws_iam_policy_attachment',
        provider: 'develop',
        after: { name: 'x', roles: ['ci'], users: ['ann'], groups: [], policy_arn: POLICY_ARN },
      },
    ],
    finds: [
      ['aws_iam_policy_attachment.this', `Newly allows ${ROLE} to pull`],
      ['aws_iam_policy_attachment.this', `Newly allows ${USER} to pull`],
    ],
  },
  {
    name: 'reports an inline policy in the arguments of a role',
    resources: [
      app,
      roleWithPolicies({ inline_policy: [{ policy: {} }] }, {}, inlineArgument(ecrPolicy(...PULL))),
    ],
    finds: [['aws_iam_role.ci', `Newly allows ${ROLE} to pull 'app'`]],
  },
  {
    name: 'does not report a role policy that is no longer sensitive',
    resources: [
      app,
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy: ecrPolicy(...PULL) },
        after: { role: 'ci', policy: ecrPolicy(...PULL, 'ecr:DeleteRepository') },
        change: { beforeSensitive: { policy: true } },
      },
    ],
    finds: [],
  },
  {
    name: 'reports managed policies in the arguments of a role',
    resources: [
      app,
      roleWithPolicies(
        { managed_policy_arns: {} },
        { managed_policy_arns: [] },
        { managed_policy_arns: [awsManagedPolicy('AmazonEC2ContainerRegistryPullOnly')] },
      ),
    ],
    finds: [['aws_iam_role.ci', `Newly allows ${ROLE} to pull 'app'`]],
  },
]);

testRule(
  accessWidened,
  editCases(({ gains }) => gains),
);
