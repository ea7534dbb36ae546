import { principalDestroyed } from '../../../src/lint/plan/principal-destroyed';
import {
  APP,
  CREATED_ROLE,
  DESTROYED_ROLE,
  identity,
  newPolicy,
  policyNaming,
  ROLE_ARN,
  ROLE_VALUES,
  unchangedPolicy,
} from './principal-changes';
import { testRule } from './rule-cases';

testRule(principalDestroyed, [
  {
    name: 'reports a role that is destroyed',
    resources: [unchangedPolicy(), DESTROYED_ROLE],
    finds: [
      [
        APP,
        `names '${ROLE_ARN}', which the plan destroys ('aws_iam_role.ci')`,
        'The policy then contains its ID',
        'Remove the principal from the policy',
      ],
    ],
  },
  {
    name: 'reports a role that is replaced',
    resources: [
      unchangedPolicy(),
      identity({
        before: { ...ROLE_VALUES, arn: ROLE_ARN },
        after: ROLE_VALUES,
        replacedFor: ['permissions_boundary'],
      }),
    ],
    finds: [[APP, 'destroys and creates again', 'until the policy is written again']],
  },
  {
    name: 'reports a role that another resource creates again',
    resources: [unchangedPolicy(), DESTROYED_ROLE, { ...CREATED_ROLE, name: 'new' }],
    finds: [[APP, 'destroys and creates again']],
  },
  {
    name: 'reports a policy that the same plan writes',
    resources: [newPolicy(), DESTROYED_ROLE],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that is written after a replaced role',
    resources: [
      newPolicy(ROLE_ARN, { references: ['aws_iam_role.ci.name', 'aws_iam_role.ci'] }),
      identity({ before: { ...ROLE_VALUES, arn: ROLE_ARN }, after: ROLE_VALUES, replacedFor: ['path'] }),
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that no longer names it',
    resources: [
      { ...newPolicy('arn:aws:iam::111111111111:role/cd'), before: policyNaming(ROLE_ARN) },
      DESTROYED_ROLE,
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that is removed too',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        provider: 'develop',
        before: policyNaming(ROLE_ARN),
        isRemovedFromConfiguration: true,
      },
      DESTROYED_ROLE,
    ],
    finds: [],
  },
  {
    name: 'does not report a role that is forgotten',
    resources: [unchangedPolicy(), { ...DESTROYED_ROLE, change: { action: 'forget' } }],
    finds: [],
  },
]);
