import { replicationNotPermitted } from '../../../src/lint/plan/replication-not-permitted';
import { planOf, policy, unchanged } from '../../plan/plans';
import {
  ALLOWED,
  WITHOUT_RESOURCE,
  configuration,
  repositoryIn,
  registryPolicy,
  replication,
  repositoryPolicy,
  unknownPolicy,
  type RuleParts,
} from '../../plan/replicating';
import { testRule, type RuleCase } from './rule-cases';

const ADDRESS = 'aws_ecr_replication_configuration.develop';
const MANAGEMENT = '999999999999/ap-northeast-1';
const rules = (...parts: readonly RuleParts[]) => replication('develop', { after: configuration(...parts) });
const MY_REPO = rules({ filters: ['my-repo'], to: ['111111111111/us-west-1', MANAGEMENT] });
const REPOSITORIES = ['develop', 'develop_us', 'management'].map((provider) => repositoryIn(provider));
const ARTICLE = [...REPOSITORIES, MY_REPO];
const permitted = (change: object) => [...ARTICLE, registryPolicy('management', [{ ...ALLOWED, ...change }])];

const roleIn = (provider: string) =>
  unchanged({
    type: 'aws_iam_role_policy',
    provider,
    before: { role: 'ci', policy: policy({ Effect: 'Allow', Action: 'ecr:*', Resource: '*' }) },
  });

const MISSING: readonly RuleCase[] = [
  {
    name: 'reports a missing registry policy, and prints it',
    resources: ARTICLE,
    finds: [
      [
        ADDRESS,
        "Replicates 'my-repo' from 111111111111 in ap-northeast-1 to 999999999999 in ap-northeast-1, which has no registry policy in these plans",
        'resource "aws_ecr_registry_policy" "replication" {\n  provider = aws.management\n',
        'AWS = "arn:aws:iam::111111111111:root"',
        'Resource = ["arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo"]',
      ],
    ],
  },
  { name: 'does not report the topology of the article', resources: permitted({}), finds: [] },
  {
    name: 'reports a repository policy instead of the registry policy',
    resources: [...ARTICLE, repositoryPolicy('management', [WITHOUT_RESOURCE])],
    finds: [
      [
        ADDRESS,
        "'aws_ecr_repository_policy.management' is the policy of the repository 'my-repo'",
        'has no effect on replication',
      ],
    ],
  },
  {
    name: 'reports a repository policy that is known only after apply and may be the mistake',
    resources: [
      ...ARTICLE,
      unknownPolicy(
        'aws_ecr_repository_policy',
        'management',
        'aws_ecr_repository.management_repo.arn',
        'data.aws_caller_identity.develop.account_id',
      ),
    ],
    finds: [
      [ADDRESS, 'refers to data.aws_caller_identity.develop.account_id and may be intended to allow it'],
    ],
  },
  {
    name: 'does not mention a repository policy without replication actions',
    resources: [
      ...ARTICLE,
      repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Action: 'ecr:BatchGetImage' }]),
    ],
    finds: [[ADDRESS, 'Images do not arrive unless another stack has it.\n', 'policiesElsewhere']],
  },
  {
    name: 'reports a policy in the registry of the source',
    resources: [...ARTICLE, registryPolicy('develop', [ALLOWED])],
    finds: [[ADDRESS, "'aws_ecr_registry_policy.develop' is the registry policy of 111111111111"]],
  },
  {
    name: 'reports a registry policy that the plans remove',
    resources: [
      ...ARTICLE,
      {
        type: 'aws_ecr_registry_policy',
        name: 'old',
        provider: 'management',
        before: { policy: policy(ALLOWED) },
      },
    ],
    finds: [
      [
        ADDRESS,
        "whose registry policy ('aws_ecr_registry_policy.old') is removed",
        'Images do not arrive.\n',
      ],
    ],
  },
  {
    name: 'prints all sources in the policy, with prefixes if no repository exists yet',
    plans: [
      planOf(
        [
          rules({ filters: ['team/'], to: [MANAGEMENT] }),
          replication('other', { after: configuration({ to: [MANAGEMENT] }) }),
          repositoryIn('management'),
        ],
        {
          develop: { account: '111111111111', region: 'ap-northeast-1' },
          other: { account: '222222222222', region: 'eu-west-1' },
          management: { account: '999999999999', region: 'ap-northeast-1' },
        },
      ),
    ],
    finds: [
      [
        ADDRESS,
        "repositories that start with 'team/'",
        'repository/team/*"',
        'ReplicateFrom111111111111',
        'ReplicateFrom222222222222',
      ],
      ['aws_ecr_replication_configuration.other', 'all repositories', ':repository/*"'],
    ],
  },
  {
    name: 'does not report a registry in policiesElsewhere',
    options: { policiesElsewhere: ['999999999999/*'] },
    resources: ARTICLE,
    finds: [],
  },
  {
    name: 'does not report a destination that is in no plan',
    resources: [repositoryIn('develop'), MY_REPO],
    finds: [],
  },
  {
    name: 'reports a destination in another plan',
    plans: [
      planOf([repositoryIn('develop'), MY_REPO], undefined, 'develop.json'),
      planOf([repositoryIn('management')], undefined, 'management.json'),
    ],
    finds: [[ADDRESS]],
  },
  {
    name: 'does not report a destination of which the plans contain only a role',
    plans: [
      planOf([repositoryIn('develop'), MY_REPO], undefined, 'develop.json'),
      planOf([roleIn('management')], undefined, 'management.json'),
    ],
    finds: [],
  },
  {
    name: 'does not report replication within one account',
    resources: [...REPOSITORIES, rules({ to: ['111111111111/us-west-1'] })],
    finds: [],
  },
];

const OTHER_REPOSITORY = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/other';

const INSUFFICIENT: readonly RuleCase[] = [
  {
    name: 'reports a statement with another principal',
    resources: permitted({ Principal: { AWS: 'arn:aws:iam::222222222222:root' } }),
    finds: [
      [
        ADDRESS,
        "statement 'Replication' does not apply to account 111111111111: its Principal is arn:aws:iam::222222222222:root",
        'AWS = "arn:aws:iam::111111111111:root"',
      ],
    ],
  },
  {
    name: 'reports a statement with another action',
    resources: permitted({ Action: 'ecr:CreateRepository' }),
    finds: [[ADDRESS, 'does not apply to ecr:ReplicateImage: its Action is ecr:CreateRepository']],
  },
  {
    name: 'reports a statement with another repository',
    resources: permitted({ Resource: OTHER_REPOSITORY }),
    finds: [[ADDRESS, `its Resource is ${OTHER_REPOSITORY}`, 'repository/my-repo"]']],
  },
  {
    name: 'reports a condition that is not met',
    resources: permitted({ Condition: { StringEquals: { 'aws:PrincipalAccount': '222222222222' } } }),
    finds: [[ADDRESS, 'has a Condition on aws:PrincipalAccount that is not met']],
  },
  {
    name: 'reports a Deny in another statement',
    resources: [
      ...ARTICLE,
      registryPolicy('management', [
        ALLOWED,
        { ...ALLOWED, Sid: 'Guard', Effect: 'Deny', Principal: '*', Resource: '*' },
      ]),
    ],
    finds: [[ADDRESS, "statement 'Guard' of the registry policy of 'management' denies it", 'of the Deny']],
  },
  {
    name: 'reports a Deny in the repository policy',
    resources: [...permitted({}), repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Effect: 'Deny' }])],
    finds: [[ADDRESS, "statement 'Replication' of the repository policy denies it"]],
  },
  {
    name: 'reports a registry policy without replication actions',
    resources: permitted({ Action: 'ecr:BatchGetImage', Principal: '*', Resource: OTHER_REPOSITORY }),
    finds: [[ADDRESS, 'none of its statements applies']],
  },
  {
    name: 'reports the repositories that are not allowed in one finding',
    resources: [
      ...REPOSITORIES,
      repositoryIn('develop', 'web'),
      repositoryIn('develop', 'app'),
      rules({ to: [MANAGEMENT] }),
      registryPolicy('management', [ALLOWED]),
    ],
    finds: [[ADDRESS, "Replicates 'app', 'web' from"]],
  },
  {
    name: 'reports a filter without a match that is not allowed',
    resources: [
      ...REPOSITORIES,
      rules({ filters: ['my-repo', 'team/'], to: [MANAGEMENT] }),
      registryPolicy('management', [ALLOWED]),
    ],
    finds: [[ADDRESS, "repositories that start with 'team/'", 'repository/team/*"]']],
  },
  {
    name: 'does not report a filter without a match if some of its names are allowed',
    resources: [
      ...REPOSITORIES,
      rules({ filters: ['my-repo', 'team'], to: [MANAGEMENT] }),
      registryPolicy('management', [
        ALLOWED,
        { ...ALLOWED, Resource: 'arn:aws:ecr:ap-northeast-1:999999999999:repository/team-*' },
      ]),
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that is known only after apply',
    resources: [...ARTICLE, unknownPolicy('aws_ecr_registry_policy', 'management', 'var.source')],
    finds: [],
  },
];

const UNKNOWN: readonly RuleCase[] = [
  {
    name: 'reports unknown accounts, which may be the same',
    plans: [
      planOf([repositoryIn('develop'), repositoryIn('management'), { ...MY_REPO, ...unknownDestination() }], {
        develop: { profile: 'develop', region: 'ap-northeast-1' },
        management: { profile: 'management', region: 'ap-northeast-1' },
      }),
    ],
    finds: [
      [
        ADDRESS,
        'unless another stack has it or both registries are in one account',
        'arn:aws:iam::SOURCE_ACCOUNT_ID:root',
        'THIS_ACCOUNT_ID',
      ],
    ],
  },
  {
    name: 'does not report a policy of an unknown account',
    plans: [
      planOf(
        [
          repositoryIn('develop'),
          repositoryIn('management'),
          { ...MY_REPO, ...unknownDestination() },
          registryPolicy('management', [ALLOWED]),
        ],
        {
          develop: { profile: 'develop', region: 'ap-northeast-1' },
          management: { profile: 'management', region: 'ap-northeast-1' },
        },
      ),
    ],
    finds: [],
  },
  {
    name: 'reports a missing policy in plans without changes',
    resources: ARTICLE.map(({ after = {}, ...rest }) => unchanged({ ...rest, before: after })),
    finds: [[ADDRESS]],
  },
];

/** `aws_ecr_repository.management.registry_id`, which is known only after apply. */
function unknownDestination() {
  const region = 'ap-northeast-1';
  const reference = 'aws_ecr_repository.management["my-repo"].registry_id';
  const references = [reference, 'aws_ecr_repository.management["my-repo"]', 'aws_ecr_repository.management'];
  const block = (destination: object) => ({ replication_configuration: [{ rule: [destination] }] });
  return {
    after: block({ destination: [{ region }] }),
    unknown: { replication_configuration: [{ rule: [{ destination: [{ registry_id: true }] }] }] },
    expressions: {
      replication_configuration: [
        { rule: [{ destination: [{ region: { constant_value: region }, registry_id: { references } }] }] },
      ],
    },
  };
}

testRule(replicationNotPermitted, [...MISSING, ...INSUFFICIENT, ...UNKNOWN]);
