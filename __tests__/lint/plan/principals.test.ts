import { principalDestroyed } from '../../../src/lint/plan/principal-destroyed';
import { principalNotFound } from '../../../src/lint/plan/principal-not-found';
import type { Json } from '../../../src/plan/model/document';
import { planOf, policy, unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const ARN = 'arn:aws:iam::111111111111:role/ci';
const naming = (arn: string) => ({
  repository: 'app',
  policy: JSON.stringify(
    policy({
      Effect: 'Allow',
      Principal: { AWS: ['arn:aws:iam::222222222222:root', arn] },
      Action: 'ecr:BatchGetImage',
    }),
  ),
});
const put = (arn = ARN, expressions: Json = {}): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  after: naming(arn),
  expressions: { policy: expressions },
});
const there = (arn = ARN) =>
  unchanged({ type: 'aws_ecr_repository_policy', name: 'app', provider: 'develop', before: naming(arn) });
const role = (
  parts: Partial<ResourceParts>,
  type: 'aws_iam_role' | 'aws_iam_user' = 'aws_iam_role',
): ResourceParts => ({
  type,
  name: 'ci',
  provider: 'develop',
  ...parts,
});
const values = { name: 'ci', path: '/' };
const created = role({ after: values, unknown: { arn: true } });
const destroyed = role({ before: { ...values, arn: ARN }, isRemovedFromConfiguration: true });
const APP = 'aws_ecr_repository_policy.app';

testRule(principalNotFound, [
  {
    name: 'reports a role that the plan creates',
    resources: [put(), created],
    finds: [
      [
        APP,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) names '" + ARN,
        "the plan creates it ('aws_iam_role.ci')",
        "'Principal not found'",
        'aws_iam_role.ci.arn',
      ],
    ],
  },
  {
    name: 'reports a user with a path',
    resources: [
      put('arn:aws:iam::111111111111:user/bots/ci'),
      role({ after: { name: 'ci', path: '/bots/' } }, 'aws_iam_user'),
    ],
    finds: [[APP, 'aws_iam_user.ci']],
  },
  {
    name: 'reports the policy of a registry and of a creation template',
    resources: [
      { type: 'aws_ecr_registry_policy', provider: 'develop', after: { policy: naming(ARN).policy } },
      {
        type: 'aws_ecr_repository_creation_template',
        provider: 'develop',
        after: { prefix: 'team', applied_for: ['REPLICATION'], repository_policy: naming(ARN).policy },
      },
      created,
    ],
    finds: [
      ['aws_ecr_registry_policy.this', 'The registry policy of 111111111111'],
      ['aws_ecr_repository_creation_template.this', "creation template 'team'"],
    ],
  },
  {
    name: 'reports a role of an unknown account',
    plans: [
      planOf([put(), { ...created, provider: 'other' }], {
        develop: { account: '111111111111', region: 'eu-west-1' },
        other: {},
      }),
    ],
    finds: [[APP]],
  },
  {
    name: 'does not report a policy that refers to the role',
    resources: [put(ARN, { references: ['aws_iam_role.ci.name', 'aws_iam_role.ci'] }), created],
    finds: [],
  },
  {
    name: 'does not report a policy that refers to it through a data source',
    resources: [
      put(ARN, {
        references: ['data.aws_iam_policy_document.pull.json', 'data.aws_iam_policy_document.pull'],
      }),
      created,
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
    resources: [put('arn:aws:iam::111111111111:role/cd'), created],
    finds: [],
  },
  {
    name: 'does not report a role of another account',
    resources: [put('arn:aws:iam::222222222222:role/ci'), created],
    finds: [],
  },
  {
    name: 'does not report a role of another path',
    resources: [put('arn:aws:iam::111111111111:role/x/ci'), created],
    finds: [],
  },
  { name: 'does not report a policy that does not change', resources: [there(), created], finds: [] },
  {
    name: 'does not report a role that exists',
    resources: [put(), unchanged(role({ before: { ...values, arn: ARN } }) as never)],
    finds: [],
  },
]);

testRule(principalDestroyed, [
  {
    name: 'reports a role that is destroyed',
    resources: [there(), destroyed],
    finds: [
      [
        APP,
        `names '${ARN}', which the plan destroys ('aws_iam_role.ci')`,
        'AWS shows its ID',
        'Remove it from the policy',
      ],
    ],
  },
  {
    name: 'reports a role that is replaced',
    resources: [
      there(),
      role({ before: { ...values, arn: ARN }, after: values, replacedFor: ['permissions_boundary'] }),
    ],
    finds: [[APP, 'destroys and creates again', 'until the policy is put again']],
  },
  {
    name: 'reports a role that another resource creates again',
    resources: [there(), destroyed, { ...created, name: 'new' }],
    finds: [[APP, 'destroys and creates again']],
  },
  { name: 'reports a policy that the same plan writes', resources: [put(), destroyed], finds: [[APP]] },
  {
    name: 'does not report a policy that is written after a replaced role',
    resources: [
      put(ARN, { references: ['aws_iam_role.ci.name', 'aws_iam_role.ci'] }),
      role({ before: { ...values, arn: ARN }, after: values, replacedFor: ['path'] }),
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that no longer names it',
    resources: [{ ...put('arn:aws:iam::111111111111:role/cd'), before: naming(ARN) }, destroyed],
    finds: [],
  },
  {
    name: 'does not report a policy that is removed too',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        provider: 'develop',
        before: naming(ARN),
        isRemovedFromConfiguration: true,
      },
      destroyed,
    ],
    finds: [],
  },
  {
    name: 'does not report a role that is forgotten',
    resources: [there(), { ...destroyed, change: { action: 'forget' } }],
    finds: [],
  },
]);
