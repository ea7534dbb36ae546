import { accessRemoved } from '../../../src/lint/plan/access-removed';
import { accessWidened } from '../../../src/lint/plan/access-widened';
import { policy, repository, unchanged, type ResourceParts } from '../../plan/plans';
import {
  A,
  allows,
  app,
  APP,
  B,
  EVERYWHERE,
  policyOn,
  PULL,
  PUSH,
  registryPolicy,
  web,
} from './access-plans';
import { testRule } from './rule-cases';

const rolePolicy = (actions: readonly string[]): ResourceParts => ({
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
/** A repository that is created or destroyed together with its policy. */
const withItsPolicy = (when: 'after' | 'before'): readonly ResourceParts[] => [
  { type: 'aws_ecr_repository', name: 'app', provider: 'develop', [when]: repository('app') },
  {
    type: 'aws_ecr_repository_policy',
    name: 'app',
    provider: 'develop',
    [when]: { repository: 'app', policy: policy(allows(A)) },
  },
];
const replicates = (before: readonly object[], after: readonly object[]): ResourceParts => ({
  type: 'aws_ecr_replication_configuration',
  provider: 'develop',
  before: { replication_configuration: [{ rule: before.map((to) => ({ destination: [to] })) }] },
  after: { replication_configuration: [{ rule: after.map((to) => ({ destination: [to] })) }] },
});
const MANAGEMENT = { region: 'ap-northeast-1', registry_id: '999999999999' };
const HERE = { region: 'us-west-1', registry_id: '111111111111' };
const copy = unchanged({
  type: 'aws_ecr_repository',
  name: 'copy',
  provider: 'management',
  before: repository('app'),
});
const destinationPolicy = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: 'aws_ecr_registry_policy',
  name: 'management',
  provider: 'management',
  ...parts,
});
const ALLOWS_REPLICATION = {
  policy: policy(allows('111111111111', ['ecr:ReplicateImage'], { Resource: '*' })),
};

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
        "the registry 111111111111 in ap-northeast-1 can replicate 'app' in 999999999999 in ap-northeast-1",
      ],
    ],
  },
  {
    name: 'does not report gained access for a destination that is removed',
    resources: [
      app,
      copy,
      replicates([HERE, MANAGEMENT], [HERE]),
      destinationPolicy({ before: ALLOWS_REPLICATION, after: ALLOWS_REPLICATION }),
    ],
    finds: [],
  },
  {
    name: 'does not report replication within the account',
    resources: [app, replicates([], [HERE]), { ...copy, provider: 'develop_us' }],
    finds: [],
  },
  {
    name: 'reports another account',
    resources: [app, policyOn('app', [allows(A)], [allows(A), allows(B)])],
    finds: [
      [
        APP,
        `With the plan applied, account ${B} can pull 'app' (if its own account allows it) in 111111111111 in ap-northeast-1`,
      ],
    ],
  },
  {
    name: 'reports another action',
    resources: [app, policyOn('app', [allows(A)], [allows(A, [...PULL, ...PUSH])])],
    finds: [[APP, `account ${A} can push 'app'`]],
  },
  {
    name: 'reports two actions of one account in one finding',
    resources: [app, policyOn('app', [allows(B)], [allows(B), allows(A, [...PULL, ...PUSH])])],
    finds: [[APP, `account ${A} can pull and push 'app'`]],
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
    finds: [['aws_ecr_registry_policy.this', `account ${B} can pull every repository`]],
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
      [APP, `account ${A} can call ecr:ListImages on 'app'`],
      ['aws_ecr_registry_policy.this', `account ${B} can pull every repository`],
    ],
  },
  {
    name: 'reports an operation and an additional action',
    resources: [app, policyOn('app', [], [allows(B, [...PULL, 'ecr:ListImages'])])],
    finds: [[APP, `account ${B} can pull 'app' and call ecr:ListImages on it (if its own account`]],
  },
  {
    name: 'reports an identity policy',
    resources: [app, rolePolicy(PULL)],
    finds: [['aws_iam_role_policy.ci', "arn:aws:iam::111111111111:role/ci can pull 'app' in"]],
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
    finds: [[APP, 'whatever aws:SourceIp says']],
  },
  {
    name: 'reports only accounts that are not in allowedAccounts',
    resources: [app, policyOn('app', [], [allows(A), allows(B)])],
    options: { allowedAccounts: [A] },
    finds: [[APP, `account ${B} can pull`]],
  },
  {
    name: 'does not report access to a new repository',
    resources: withItsPolicy('after'),
    finds: [],
  },
  {
    name: 'reports access to a new repository if withRepository is set',
    resources: withItsPolicy('after'),
    options: { withRepository: true },
    finds: [[APP, `account ${A} can pull 'app'`]],
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

testRule(accessRemoved, [
  {
    name: 'does not report replication that is no longer allowed, which other rules report',
    resources: [
      app,
      copy,
      replicates([MANAGEMENT], [MANAGEMENT]),
      destinationPolicy({ before: ALLOWS_REPLICATION }),
    ],
    finds: [],
  },
  {
    name: 'does not report lost access for a destination that is added',
    resources: [
      app,
      copy,
      replicates([HERE], [HERE, MANAGEMENT]),
      destinationPolicy({ before: ALLOWS_REPLICATION, after: ALLOWS_REPLICATION }),
    ],
    finds: [],
  },
  {
    name: 'reports an account',
    resources: [app, policyOn('app', [allows(A), allows(B)], [allows(A)])],
    finds: [[APP, `account ${B} can no longer pull 'app'`, 'the next pull, push or replication is denied']],
  },
  {
    name: 'reports a Deny that is added',
    resources: [
      app,
      policyOn('app', [allows(A)], [allows(A), { Effect: 'Deny', Principal: '*', Action: 'ecr:*' }]),
    ],
    finds: [[APP, `account ${A} can no longer pull 'app'`]],
  },
  {
    name: 'reports a policy that is destroyed',
    resources: [
      app,
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: policy(allows(A)) },
      },
    ],
    finds: [[APP, `account ${A} can no longer pull`]],
  },
  {
    name: 'does not report access to a destroyed repository',
    resources: withItsPolicy('before'),
    finds: [],
  },
  {
    name: 'reports access to a destroyed repository if withRepository is set',
    resources: withItsPolicy('before'),
    options: { withRepository: true },
    finds: [[APP]],
  },
  {
    name: 'does not report gained access',
    resources: [app, policyOn('app', [allows(A)], [allows(A), allows(B)])],
    finds: [],
  },
]);
