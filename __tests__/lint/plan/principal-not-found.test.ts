import { principalNotFound } from '../../../src/lint/plan/principal-not-found';
import { planOf, unchanged } from '../../plan/plans';
import {
  APP,
  CREATED_ROLE,
  identity,
  newPolicy,
  policyNaming,
  ROLE_ARN,
  ROLE_VALUES,
  unchangedPolicy,
} from './principal-changes';
import { testRule } from './rule-cases';

testRule(principalNotFound, [
  {
    name: 'reports a role that the plan creates',
    resources: [newPolicy(), CREATED_ROLE],
    finds: [
      [
        APP,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) contains the ARN '" + ROLE_ARN,
        "which the same plan creates ('aws_iam_role.ci')",
        "'Principal not found'",
        'aws_iam_role.ci.arn',
      ],
    ],
  },
  {
    name: 'reports a user with a path',
    resources: [
      newPolicy('arn:aws:iam::111111111111:user/bots/ci'),
      identity({ after: { name: 'ci', path: '/bots/' } }, 'aws_iam_user'),
    ],
    finds: [[APP, 'aws_iam_user.ci']],
  },
  {
    name: 'reports the policy of a registry and of a creation template',
    resources: [
      {
        type: 'aws_ecr_registry_policy',
        provider: 'develop',
        after: { policy: policyNaming(ROLE_ARN).policy },
      },
      {
        type: 'aws_ecr_repository_creation_template',
        provider: 'develop',
        after: {
          prefix: 'team',
          applied_for: ['REPLICATION'],
          repository_policy: policyNaming(ROLE_ARN).policy,
        },
      },
      CREATED_ROLE,
    ],
    finds: [
      ['aws_ecr_registry_policy.this', 'The registry policy of 111111111111'],
      ['aws_ecr_repository_creation_template.this', "creation template 'team'"],
    ],
  },
  {
    name: 'reports a role of an unknown account',
    plans: [
      planOf([newPolicy(), { ...CREATED_ROLE, provider: 'other' }], {
        develop: { account: '111111111111', region: 'eu-west-1' },
        other: {},
      }),
    ],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that refers to the role',
    resources: [
      newPolicy(ROLE_ARN, { references: ['aws_iam_role.ci.name', 'aws_iam_role.ci'] }),
      CREATED_ROLE,
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that refers to it through a data source',
    resources: [
      newPolicy(ROLE_ARN, {
        references: ['data.aws_iam_policy_document.pull.json', 'data.aws_iam_policy_document.pull'],
      }),
      CREATED_ROLE,
      {
        type: 'aws_iam_policy_document',
        name: 'pull',
        provider: 'develop',
        after: {},
        expressions: {
          statement: [
            { principals: [{ identifiers: { references: ['aws_iam_role.ci.arn', 'aws_iam_role.ci'] } }] },
          ],
        },
        change: { mode: 'data', action: 'read' },
      },
    ],
    finds: [],
  },
  {
    name: 'does not report another role',
    resources: [newPolicy('arn:aws:iam::111111111111:role/cd'), CREATED_ROLE],
    finds: [],
  },
  {
    name: 'does not report a role of another account',
    resources: [newPolicy('arn:aws:iam::222222222222:role/ci'), CREATED_ROLE],
    finds: [],
  },
  {
    name: 'does not report a role of another path',
    resources: [newPolicy('arn:aws:iam::111111111111:role/x/ci'), CREATED_ROLE],
    finds: [],
  },
  {
    name: 'does not report a policy that does not change',
    resources: [unchangedPolicy(), CREATED_ROLE],
    finds: [],
  },
  {
    name: 'does not report a role that exists',
    resources: [newPolicy(), unchanged(identity({ before: { ...ROLE_VALUES, arn: ROLE_ARN } }) as never)],
    finds: [],
  },
]);
