import { undecidable } from '../../../src/lint/plan/undecidable';
import { planOf, policy, repository, type ResourceParts } from '../../plan/plans';
import { documentPolicy } from '../../plan/replicating';
import { A, allows, app, APP, policyOn, PULL } from './access-plans';
import {
  attachment,
  ATTACHMENT,
  ATTACHMENT_BY_REFERENCE,
  awsManagedPolicy,
  ecrPolicy,
  managedPolicy,
  POLICY_ARN,
  UNCHANGED_ATTACHMENT,
} from './managed-policies';
import { ROLE } from './role-policies';
import { testRule } from './rule-cases';

const newApp: ResourceParts = {
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  after: repository('app'),
};
const unknownPolicy = (...references: readonly string[]): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  after: { repository: 'app' },
  unknown: { policy: true },
  expressions: { policy: { references } },
});
const POLICY = 'aws_ecr_repository_policy.app';
const to = (account: string, region = 'ap-northeast-1'): ResourceParts => ({
  type: 'aws_ecr_replication_configuration',
  provider: 'develop',
  after: {
    replication_configuration: [{ rule: [{ destination: [{ region, registry_id: account }] }] }],
  },
});
const REPLICATION = 'aws_ecr_replication_configuration.this';

testRule(undecidable, [
  {
    name: 'reports a policy with its references and the fix',
    resources: [newApp, unknownPolicy('aws_ecr_repository.app.arn', 'aws_ecr_repository.app')],
    finds: [
      [
        POLICY,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) is known only after apply, because it refers to aws_ecr_repository.app.arn, so",
        'so it is unknown which principals it allows to do what.',
        'arn:aws:ecr:<region>:<account>:repository/<name>',
      ],
    ],
  },
  {
    name: 'reports a policy that requires an account ID that is known only after apply',
    resources: [newApp, unknownPolicy('data.aws_caller_identity.other.account_id')],
    finds: [[POLICY, 'Set the account ID as a variable or local']],
  },
  {
    name: 'reports a policy that requires another unknown value',
    resources: [newApp, unknownPolicy('random_id.x.hex')],
    finds: [[POLICY, 'random_id.x.hex', 'Use only variables and locals']],
  },
  {
    name: 'reports a partly known policy',
    resources: documentPolicy(
      'develop',
      { statement: [{ actions: ['ecr:BatchGetImage'], principals: [{ type: 'AWS', identifiers: [null] }] }] },
      { statement: [{ principals: [{ identifiers: [true] }] }] },
    ),
    finds: [
      [
        'aws_ecr_repository_policy.develop',
        "Part of the repository policy of 'my-repo' (111111111111 in ap-northeast-1) is known only after apply",
        'and cannot be checked: statement 1 (Allow ecr:BatchGetImage; unknown principals).',
      ],
    ],
    lacks: ['it is unknown'],
  },
  {
    name: 'reports a text that is not a policy and does not change',
    resources: [
      newApp,
      {
        ...unknownPolicy(),
        unknown: {},
        before: { repository: 'app', policy: '{' },
        after: { repository: 'app', policy: '{' },
      },
    ],
    finds: [[POLICY, 'is not a valid policy: it is not valid JSON', 'jsonencode']],
  },
  {
    name: 'does not report a text that is not a policy, which policy-refused reports',
    resources: [newApp, { ...unknownPolicy(), unknown: {}, after: { repository: 'app', policy: '{' } }],
    finds: [],
  },
  {
    name: 'reports a registry policy',
    resources: [
      {
        type: 'aws_ecr_registry_policy',
        provider: 'develop',
        after: {},
        unknown: { policy: true },
      },
    ],
    finds: [
      [
        'aws_ecr_registry_policy.this',
        'The registry policy of 111111111111',
        'and which registries it allows to replicate',
      ],
    ],
  },
  {
    name: 'reports a name',
    resources: [{ ...newApp, after: repository('app', { name: undefined }), unknown: { name: true } }],
    finds: [
      [
        'aws_ecr_repository.app',
        'The repository whose name is known only after apply (111111111111 in ap-northeast-1)',
      ],
    ],
  },
  {
    name: 'reports a setting',
    resources: [{ ...newApp, unknown: { force_delete: true, image_tag_mutability: true } }],
    finds: [
      ['aws_ecr_repository.app', 'because force_delete and image_tag_mutability are known only after apply'],
    ],
  },
  {
    name: 'reports an unknown repository and an unknown policy in one finding',
    resources: [newApp, { ...unknownPolicy(), after: {}, unknown: { policy: true, repository: true } }],
    finds: [
      [
        POLICY,
        'The repository policy of a repository whose name is known only after apply (111111111111 in ap-northeast-1)',
        'is known only after apply, so it is unknown which principals',
        'unknown which repository the policy applies to',
      ],
    ],
  },
  {
    name: 'reports unknown replication rules',
    resources: [{ ...to('999999999999'), after: {}, unknown: { replication_configuration: true } }],
    finds: [
      [
        REPLICATION,
        'The replication configuration of 111111111111 in ap-northeast-1 is known only after apply',
      ],
    ],
  },
  {
    name: 'reports a destination that is in no plan',
    resources: [newApp, to('999999999999')],
    finds: [
      [
        REPLICATION,
        'Replicates to the registry 999999999999 in ap-northeast-1, which is in no plan',
        'ecr-topology check A.json B.json',
      ],
    ],
  },
  {
    name: 'does not report a destination in a plan',
    resources: [newApp, to('999999999999'), { ...newApp, name: 'copy', provider: 'management' }],
    finds: [],
  },
  {
    name: 'does not report a destination in the same account',
    resources: [newApp, to('111111111111', 'us-west-1')],
    finds: [],
  },
  {
    name: 'reports an unknown account once for each provider',
    plans: [
      planOf([newApp, { ...newApp, name: 'web', after: repository('web') }], {
        develop: { region: 'ap-northeast-1', profile: 'dev' },
      }),
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        "'aws_ecr_repository.app' and 1 more use the account of profile 'dev', which these plans do not show.",
        'allowed_account_ids',
      ],
    ],
  },
  {
    name: 'reports an unknown Region',
    plans: [planOf([newApp], { develop: { account: '111111111111' } })],
    finds: [['aws_ecr_repository.app', 'uses the region of', 'Set region = "<region>" in the provider']],
  },
  {
    name: 'does not report a role, which has no Region',
    plans: [
      planOf(
        [
          {
            type: 'aws_iam_role_policy',
            provider: 'develop',
            after: { role: 'ci', policy: policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }) },
          },
        ],
        { develop: { account: '111111111111' } },
      ),
    ],
    finds: [],
  },
  {
    name: 'reports resources removed from the configuration with an unknown registry, once for all',
    resources: ['a', 'b'].map((name) => ({
      type: 'aws_ecr_registry_policy',
      name,
      before: { policy: policy(), registry_id: '111111111111' },
      isRemovedFromConfiguration: true,
    })),
    finds: [
      [
        'aws_ecr_registry_policy.a',
        "These plans do not show the provider of 'aws_ecr_registry_policy.a' and 1 more, because the configuration no longer contains the resources",
        'Check which principals used it',
      ],
    ],
  },
  {
    name: 'reports a destroyed resource whose provider has an unknown Region',
    plans: [
      planOf(
        [
          {
            type: 'aws_ecr_registry_policy',
            provider: 'develop',
            before: { policy: policy(), registry_id: '111111111111' },
          },
        ],
        { develop: { account: '111111111111' } },
      ),
    ],
    finds: [
      [
        'aws_ecr_registry_policy.this',
        'uses the region of aws.develop, which these plans do not show',
        'Set region = "<region>"',
      ],
    ],
  },
  {
    name: 'reports an unknown role of a policy',
    resources: [
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        after: { policy: policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }) },
        unknown: { role: true },
      },
    ],
    finds: [['aws_iam_role_policy.ci', 'The role or user of this policy is known only after apply']],
  },
  { name: 'does not report plans in which everything is known', resources: [newApp], finds: [] },
  {
    name: 'does not report resources that are destroyed',
    resources: [{ ...newApp, before: repository('app'), after: undefined as unknown as object }],
    finds: [],
  },
  {
    name: 'reports unknown prefixes of templates and cache rules, account settings and resource types of Inspector',
    resources: [
      {
        type: 'aws_ecr_repository_creation_template',
        provider: 'develop',
        after: {},
        unknown: { prefix: true },
      },
      {
        type: 'aws_ecr_pull_through_cache_rule',
        provider: 'develop',
        after: {},
        unknown: { ecr_repository_prefix: true },
      },
      { type: 'aws_ecr_account_setting', provider: 'develop', after: {}, unknown: { name: true } },
      {
        type: 'aws_ecr_pull_time_update_exclusion',
        provider: 'develop',
        after: {},
        unknown: { principal_arn: true },
      },
      {
        type: 'aws_inspector2_enabler',
        provider: 'develop',
        after: { account_ids: ['111111111111'] },
        unknown: { resource_types: true },
      },
    ],
    finds: [
      ['aws_ecr_account_setting.this', 'The name of this account setting'],
      ['aws_ecr_pull_through_cache_rule.this', 'The prefix of this pull-through cache'],
      ['aws_ecr_pull_time_update_exclusion.this', 'The principal of this pull time update exclusion'],
      ['aws_ecr_repository_creation_template.this', 'The prefix of this creation template'],
      ['aws_inspector2_enabler.this', 'The resource types that Amazon Inspector is enabled for'],
    ],
  },
]);

testRule(undecidable, [
  {
    name: 'reports a policy of another stack',
    resources: [app, attachment(POLICY_ARN)],
    finds: [[ATTACHMENT, `attached to ${ROLE}`]],
  },
  {
    name: 'reports a policy whose ARN is unknown',
    resources: [app, { ...ATTACHMENT_BY_REFERENCE, expressions: {} }],
    finds: [[ATTACHMENT, 'A policy that is not in these plans']],
  },
  {
    name: 'reports a policy of another stack that is detached',
    resources: [
      app,
      {
        ...attachment(POLICY_ARN),
        before: { role: 'ci', policy_arn: POLICY_ARN },
        change: { action: 'delete', after: undefined },
      },
    ],
    finds: [[ATTACHMENT, `detached from ${ROLE}`]],
  },
  {
    name: 'does not report an unchanged attachment of a policy of another stack',
    resources: [app, UNCHANGED_ATTACHMENT],
    finds: [],
  },
  { name: 'does not report plans without ECR actions', resources: [attachment(POLICY_ARN)], finds: [] },
  {
    name: 'does not report an AWS managed policy without ECR actions',
    resources: [app, attachment(awsManagedPolicy('AmazonS3FullAccess'))],
    finds: [],
  },
  {
    name: 'reports an AWS managed policy with ECR actions that this version does not know',
    resources: [app, attachment(awsManagedPolicy('EC2InstanceProfileForImageBuilderECRContainerBuilds'))],
    finds: [[ATTACHMENT]],
  },
  {
    name: 'does not report a policy of the plan without ECR actions',
    resources: [app, managedPolicy(ecrPolicy('s3:GetObject'), ecrPolicy('s3:*')), attachment(POLICY_ARN)],
    finds: [],
  },
  {
    name: 'reports a policy without an attachment',
    resources: [app, managedPolicy(ecrPolicy(...PULL), ecrPolicy('ecr:*'))],
    finds: [['aws_iam_policy.deploy', 'its plan does not attach it']],
  },
  {
    name: 'does not report an unchanged policy without an attachment',
    resources: [app, managedPolicy(ecrPolicy(...PULL), ecrPolicy(...PULL))],
    finds: [],
  },
  {
    name: 'reports a policy of a group',
    resources: [
      app,
      {
        type: 'aws_iam_group_policy',
        provider: 'develop',
        after: { group: 'dev', policy: ecrPolicy('ecr:*') },
      },
    ],
    finds: [['aws_iam_group_policy.this', 'This policy of a group contains ECR actions']],
  },
  {
    name: 'reports a policy that is attached to a group',
    resources: [
      app,
      managedPolicy(ecrPolicy(...PULL), ecrPolicy(...PULL)),
      {
        type: 'aws_iam_group_policy_attachment',
        provider: 'develop',
        after: { group: 'dev', policy_arn: POLICY_ARN },
      },
    ],
    finds: [['aws_iam_group_policy_attachment.this', 'This policy of a group contains ECR actions']],
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
    finds: [[APP, 'is sensitive in this plan, so it is unknown which principals gain or lose']],
  },
  {
    name: 'reports a role policy that is no longer sensitive',
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
    finds: [
      ['aws_iam_role_policy.ci', `The plan does not show the previous version of this policy of ${ROLE}`],
    ],
  },
  {
    name: 'distinguishes a sensitive setting of a repository from one that is known only after apply',
    resources: [
      {
        type: 'aws_ecr_repository',
        name: 'app',
        provider: 'develop',
        after: { name: 'app', force_delete: true },
        change: { afterUnknown: { image_tag_mutability: true }, afterSensitive: { force_delete: true } },
      },
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        'force_delete is sensitive in this plan, so its value is not visible',
        'image_tag_mutability',
        'Remove "sensitive" from the variables in force_delete',
      ],
    ],
    lacks: ['force_delete and', 'and force_delete'],
  },
  {
    name: 'reports a sensitive name of a repository',
    resources: [
      {
        type: 'aws_ecr_repository',
        name: 'app',
        provider: 'develop',
        after: { name: 'app' },
        change: { afterSensitive: { name: true } },
      },
    ],
    finds: [['aws_ecr_repository.app', 'name is sensitive in this plan, so its value is not visible']],
    lacks: ['known only after apply'],
  },
  {
    name: 'does not call a name sensitive because its tags are',
    resources: [
      {
        type: 'aws_ecr_repository',
        name: 'app',
        provider: 'develop',
        after: { tags: { a: 'b' } },
        change: { afterUnknown: { name: true }, afterSensitive: { tags: { a: true } } },
      },
    ],
    finds: [['aws_ecr_repository.app', 'known only after apply']],
    lacks: ['sensitive'],
  },
]);
