import { accessRemoved } from '../../../src/lint/plan/access-removed';
import { policy, unchanged, type ResourceParts } from '../../plan/plans';
import {
  ALLOWS_REPLICATION,
  copy,
  destinationPolicy,
  MANAGEMENT,
  OTHER_REGION,
  replicates,
} from './access-by-replication';
import { A, allows, app, APP, appWithPolicy, B, policyOn, PULL } from './access-plans';
import { ATTACHMENT, ecrPolicy, inlineArgument, managedPolicy, POLICY_ARN } from './managed-policies';
import { editCases } from './policy-edits';
import { REPOSITORIES, ROLE, ROLE_POLICY, roleArn, rolePolicy, roleStatement } from './role-policies';
import { testRule } from './rule-cases';

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
      replicates([OTHER_REGION], [OTHER_REGION, MANAGEMENT]),
      destinationPolicy({ before: ALLOWS_REPLICATION, after: ALLOWS_REPLICATION }),
    ],
    finds: [],
  },
  {
    name: 'reports an account',
    resources: [app, policyOn('app', [allows(A), allows(B)], [allows(A)])],
    finds: [
      [APP, `No longer allows account ${B} to pull 'app'`, 'the next pull, push or replication is denied'],
    ],
  },
  {
    name: 'reports a Deny that is added',
    resources: [
      app,
      policyOn('app', [allows(A)], [allows(A), { Effect: 'Deny', Principal: '*', Action: 'ecr:*' }]),
    ],
    finds: [[APP, `No longer allows account ${A} to pull 'app'`]],
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
    finds: [[APP, `No longer allows account ${A} to pull`]],
  },
  {
    name: 'does not report access to a destroyed repository',
    resources: appWithPolicy('before'),
    finds: [],
  },
  {
    name: 'reports access to a destroyed repository if withRepository is set',
    resources: appWithPolicy('before'),
    options: { withRepository: true },
    finds: [[APP]],
  },
  {
    name: 'does not report gained access',
    resources: [app, policyOn('app', [allows(A)], [allows(A), allows(B)])],
    finds: [],
  },
]);

/** A role policy that is known only after apply. */
const unknownPolicyOf = (name: string): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name: 'other',
  provider: 'develop',
  after: { role: name },
  unknown: { policy: true },
  expressions: { policy: { references: ['aws_ecr_repository.new.arn', 'aws_ecr_repository.new'] } },
});

testRule(accessRemoved, [
  {
    name: 'reports an account if the policy of one of its roles is unknown',
    resources: [app, policyOn('app', [allows(A)], []), unknownPolicyOf('other')],
    finds: [[APP, `No longer allows account ${A} to pull`]],
  },
  {
    name: 'does not report a role of the owning account if its identity policy is unknown',
    resources: [app, rolePolicy([roleStatement(PULL)], undefined), unknownPolicyOf('ci')],
    finds: [],
  },
  {
    name: 'reports a role of another account if its identity policy is unknown',
    resources: [
      app,
      policyOn('app', [allows(A, PULL, { Principal: { AWS: roleArn('ci') } })], []),
      { ...unknownPolicyOf('ci'), provider: 'other' },
    ],
    finds: [[APP, `No longer allows ${roleArn('ci')} to pull`]],
  },
  {
    name: 'reports a role that loses access by its identity policy although the repository policy names its account',
    resources: [
      app,
      unchanged({
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: policy(allows('111111111111')) },
      }),
      rolePolicy([roleStatement(PULL)], undefined),
    ],
    finds: [[ROLE_POLICY, `No longer allows ${ROLE} to pull 'app'`]],
  },
  {
    name: 'reports access lost by an identity policy if a repository policy that does not name the role is deleted too',
    resources: [
      app,
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: policy(allows(A)) },
      },
      rolePolicy([roleStatement(PULL)], undefined),
    ],
    finds: [
      [APP, `No longer allows account ${A} to pull`],
      [ROLE_POLICY, `No longer allows ${ROLE} to pull`],
    ],
  },
  {
    name: 'reports access lost by a Deny in the repository policy while the identity policy gains actions',
    resources: [
      app,
      policyOn('app', [], [{ Effect: 'Deny', Principal: '*', Action: 'ecr:BatchGetImage' }]),
      rolePolicy([roleStatement(PULL)], [roleStatement([...PULL, 'ecr:ListImages'])]),
    ],
    finds: [[APP, `No longer allows ${ROLE} to pull`]],
  },
  {
    name: 'reports lost access of a role to a repository of another stack',
    resources: [rolePolicy([roleStatement(PULL, `${REPOSITORIES}/elsewhere`)], undefined)],
    finds: [[ROLE_POLICY, `No longer allows ${ROLE} to pull 'elsewhere'`]],
  },
]);

testRule(accessRemoved, [
  {
    name: 'reports an attachment that is removed',
    resources: [
      app,
      managedPolicy(ecrPolicy(...PULL), ecrPolicy(...PULL)),
      {
        type: 'aws_iam_role_policy_attachment',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy_arn: POLICY_ARN },
      },
    ],
    finds: [[ATTACHMENT, `No longer allows ${ROLE} to pull 'app'`]],
  },
  {
    name: 'reports a policy of another resource that the provider also lists in the role',
    resources: [
      app,
      unchanged({
        type: 'aws_iam_role',
        name: 'ci',
        provider: 'develop',
        before: { name: 'ci', ...inlineArgument(ecrPolicy(...PULL)) },
      }),
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        before: { role: 'ci', policy: ecrPolicy(...PULL) },
      },
    ],
    finds: [['aws_iam_role_policy.ci', `No longer allows ${ROLE} to pull 'app'`]],
  },
]);

testRule(
  accessRemoved,
  editCases(
    ({ loses }) => loses,
    ({ ownerLoses }) => ownerLoses,
  ),
);
