import { RULES } from '../../../src/plan/rules';
import { undecidable } from '../../../src/plan/rules/undecidable';
import { planOf, policy, repository, type ResourceParts } from '../plans';
import { problemsIn, testRule } from './rule-cases';

const app: ResourceParts = {
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
    name: 'a policy, with what it refers to and how to mend it',
    resources: [app, unknownPolicy('aws_ecr_repository.app.arn', 'aws_ecr_repository.app')],
    finds: [
      [
        POLICY,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) is known only after apply, for it refers to aws_ecr_repository.app.arn.",
        'Not checked: access-widened, access-removed, public-access',
        'arn:aws:ecr:<region>:<account>:repository/<name>',
      ],
    ],
  },
  {
    name: 'a policy that waits for an account id',
    resources: [app, unknownPolicy('data.aws_caller_identity.other.account_id')],
    finds: [[POLICY, 'Write the account id as a variable or local']],
  },
  {
    name: 'a policy that waits for something else',
    resources: [app, unknownPolicy('random_id.x.hex')],
    finds: [[POLICY, 'random_id.x.hex', 'Make it of variables and locals alone']],
  },
  {
    name: 'a text that is no policy',
    resources: [app, { ...unknownPolicy(), unknown: {}, after: { repository: 'app', policy: '{' } }],
    finds: [[POLICY, 'is no policy that can be read: it is not JSON', 'AWS would refuse it']],
  },
  {
    name: 'a registry policy',
    resources: [
      {
        type: 'aws_ecr_registry_policy',
        provider: 'develop',
        after: {},
        unknown: { policy: true },
      },
    ],
    finds: [
      ['aws_ecr_registry_policy.this', 'The registry policy of 111111111111', 'replication-not-permitted'],
    ],
  },
  {
    name: 'a name',
    resources: [{ ...app, after: repository('app', { name: undefined }), unknown: { name: true } }],
    finds: [['aws_ecr_repository.app', 'of a name that is known only after apply']],
  },
  {
    name: 'a setting',
    resources: [{ ...app, unknown: { force_delete: true, image_tag_mutability: true } }],
    finds: [['aws_ecr_repository.app', 'force_delete and image_tag_mutability cannot be told']],
  },
  {
    name: 'whose policy it is, and what it says: one finding',
    resources: [app, { ...unknownPolicy(), after: {}, unknown: { policy: true, repository: true } }],
    finds: [[POLICY, 'is known only after apply. Not checked', 'not known which repository it is about']],
  },
  {
    name: 'rules of replication',
    resources: [{ ...to('999999999999'), after: {}, unknown: { replication_configuration: true } }],
    finds: [[REPLICATION, 'what it replicates is known only after apply']],
  },
  {
    name: 'a destination that is in no plan',
    resources: [app, to('999999999999')],
    finds: [
      [
        REPLICATION,
        'replicated to the registry 999999999999 in ap-northeast-1, which is in no plan',
        'ecr-topology check A.json B.json',
      ],
    ],
  },
  {
    name: 'a destination in a plan',
    resources: [app, to('999999999999'), { ...app, name: 'copy', provider: 'management' }],
    finds: [],
  },
  { name: 'a destination in the own account', resources: [app, to('111111111111', 'us-west-1')], finds: [] },
  {
    name: 'an account that the plan does not tell: once for each provider',
    plans: [
      planOf([app, { ...app, name: 'web', after: repository('web') }], {
        develop: { region: 'ap-northeast-1', profile: 'dev' },
      }),
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        "The plans do not tell the account of profile 'dev', where 'aws_ecr_repository.app' and 1 more are",
        'allowed_account_ids',
      ],
    ],
  },
  {
    name: 'a Region that the plan does not tell',
    plans: [planOf([app], { develop: { account: '111111111111' } })],
    finds: [
      ['aws_ecr_repository.app', 'do not tell the region of', 'Write region = "<region>" in the provider'],
    ],
  },
  {
    name: 'what is gone from the configuration, and with it whose it was',
    resources: [
      {
        type: 'aws_ecr_registry_policy',
        before: { policy: policy(), registry_id: '999999999999' },
      },
    ],
    finds: [
      [
        'aws_ecr_registry_policy.this',
        "'aws_ecr_registry_policy.this' is taken out of the configuration",
        'Look yourself who used it',
      ],
    ],
  },
  {
    name: 'the role that a policy is attached to',
    resources: [
      {
        type: 'aws_iam_role_policy',
        name: 'ci',
        provider: 'develop',
        after: { policy: policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }) },
        unknown: { role: true },
      },
    ],
    finds: [['aws_iam_role_policy.ci', 'to which role or user this policy is attached']],
  },
  {
    name: 'what is put off',
    plans: [{ ...planOf([app]), deferred: ['aws_ecr_repository.later'] }],
    finds: [['aws_ecr_repository.later', 'Apply this plan, plan again']],
  },
  { name: 'everything is known', resources: [app], finds: [] },
  {
    name: 'what is destroyed',
    resources: [{ ...app, before: repository('app'), after: undefined as unknown as object }],
    finds: [],
  },
]);

test('names rules that exist', () => {
  const ids = new Set<string>(RULES.map(({ id }) => id));
  const plans = [planOf([app, unknownPolicy(), to('999999999999')])];
  const named = problemsIn(undecidable, plans).flatMap(({ message }) => [
    ...(/Not checked: ([^.]*)\./.exec(message)?.[1] ?? '').split(', '),
  ]);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});
