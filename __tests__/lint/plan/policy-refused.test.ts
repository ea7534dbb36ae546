import { policyRefused } from '../../../src/lint/plan/policy-refused';
import { policy, unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const PULL = {
  Sid: 'Pull',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::222222222222:root' },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};
const put = (written: unknown, parts: Partial<ResourceParts> = {}): ResourceParts => ({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  after: { repository: 'app', policy: written },
  ...parts,
});
const inRegistry = (statement: object): ResourceParts => ({
  type: 'aws_ecr_registry_policy',
  name: 'app',
  provider: 'develop',
  after: { policy: policy(statement) },
});
const APP = 'aws_ecr_repository_policy.app';
const EVERYTHING = { ...PULL, Action: 'ecr:*' };

const REFUSED: readonly (readonly [string, unknown, string])[] = [
  ['an empty text', '', 'It is empty.'],
  ['an empty object', '{}', "It has no 'Statement'"],
  ['no statements', policy(), 'It has no statements.'],
  ['a text that is not JSON', '{', 'It is not valid JSON'],
  ['no Principal', policy({ ...PULL, Principal: undefined }), "Statement 'Pull' has no Principal."],
  ['an empty Principal', policy({ ...PULL, Principal: { AWS: [] } }), 'has no Principal.'],
  [
    'NotPrincipal with Allow',
    policy({ ...PULL, Principal: undefined, NotPrincipal: { AWS: '222222222222' } }),
    'NotPrincipal with Effect Allow',
  ],
  ['no Effect', policy({ ...PULL, Effect: undefined }), 'Statement[0].Effect is neither Allow nor Deny'],
  ['no Action', policy({ ...PULL, Action: undefined }), 'has neither Action nor NotAction'],
  ['an empty Action', policy({ ...PULL, Action: [] }), 'has no actions.'],
  ['another Version', { Version: '2022-01-01', Statement: [PULL] }, 'Version is neither 2012-10-17'],
  ['a key that IAM does not have', policy({ ...PULL, Actions: ['ecr:*'] }), "has the unknown key 'Actions'"],
  [
    'a misspelt action',
    policy({ ...PULL, Action: 'ecr:BatchGetImages' }),
    "'ecr:BatchGetImages', which is not a known ECR action.",
  ],
  [
    'an action of another service',
    policy({ ...PULL, Action: 's3:GetObject' }),
    "'s3:GetObject', which is not an ECR action. ECR actions start with 'ecr:'.",
  ],
  ['an action without its service', policy({ ...PULL, Action: 'BatchGetImage' }), "start with 'ecr:'"],
  ['a duplicate Sid', policy(PULL, PULL), "2 statements have the Sid 'Pull'."],
  [
    'a wildcard in the ARN of a role',
    policy({ ...PULL, Principal: { AWS: 'arn:aws:iam::222222222222:role/ci-*' } }),
    'AWS does not allow wildcards in the ARN of a principal',
  ],
  [
    'a group',
    policy({ ...PULL, Principal: { AWS: 'arn:aws:iam::222222222222:group/dev' } }),
    "principal 'arn:aws:iam::222222222222:group/dev', which is not",
  ],
  [
    'a wildcard for all principals of an account',
    policy({ ...PULL, Principal: { AWS: 'arn:aws:iam::222222222222:*' } }),
    "Use 'arn:aws:iam::222222222222:root' for a whole account",
  ],
  [
    'an account ID of 11 digits',
    policy({ ...PULL, Principal: { AWS: '22222222222' } }),
    'which is not an account ID',
  ],
  [
    'a condition operator that IAM does not have',
    policy({ ...PULL, Condition: { StringEqual: { 'aws:PrincipalOrgID': 'o-1' } } }),
    "operator 'StringEqual'",
  ],
];

const ACCEPTED: readonly (readonly [string, object])[] = [
  ['a pull by another account', PULL],
  ['any AWS account as a string', { ...PULL, Principal: '*' }],
  ['an account ID', { ...PULL, Principal: { AWS: '222222222222' } }],
  ['a role with a path', { ...PULL, Principal: { AWS: 'arn:aws:iam::222222222222:role/ci/build' } }],
  ['a session', { ...PULL, Principal: { AWS: 'arn:aws:sts::222222222222:assumed-role/ci/x' } }],
  ['the unique ID of a role', { ...PULL, Principal: { AWS: 'AROAEXAMPLEEXAMPLE000' } }],
  ['a service', { ...PULL, Principal: { Service: 'lambda.amazonaws.com' } }],
  ['every action', EVERYTHING],
  ['actions by a wildcard, in any case', { ...PULL, Action: ['ECR:batch*', 'ecr:Get?ownloadUrlForLayer'] }],
  [
    'NotPrincipal with Deny',
    { ...PULL, Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: '222222222222' } },
  ],
  [
    'a condition',
    { ...PULL, Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-1/*'] } } },
  ],
];

testRule(policyRefused, [
  {
    name: 'reports a bare ARN as the principal',
    resources: [put(policy({ ...PULL, Principal: 'arn:aws:iam::222222222222:root' }))],
    finds: [
      [
        APP,
        "ECR rejects the repository policy of 'app' (111111111111 in ap-northeast-1): 'Invalid repository policy provided'.",
        'Statement[0].Principal is neither',
        'Principal = { AWS = ',
      ],
    ],
  },
  ...REFUSED.map(([name, written, text]) => ({
    name: `reports ${name}`,
    resources: [put(written)],
    finds: [[APP, text]] as const,
  })),
  {
    name: 'counts additional faults',
    resources: [put(policy({ ...PULL, Action: ['a:B', 'a:C', 'a:D', 'a:E'] }))],
    finds: [[APP, 'And 1 more.']],
  },
  {
    name: 'reports the policy of a registry',
    resources: [inRegistry({ ...PULL, Principal: undefined, Resource: '*' })],
    finds: [
      [
        'aws_ecr_registry_policy.app',
        "ECR rejects the registry policy of 111111111111 in ap-northeast-1: 'Invalid registry policy provided'",
        'has no Principal',
      ],
    ],
  },
  {
    name: 'leaves a registry policy without Resource to wrong-arn-in-registry-policy',
    resources: [inRegistry({ ...PULL, Action: 'ecr:ReplicateImage' })],
    finds: [],
  },
  {
    name: 'reports the policy of a creation template',
    resources: [
      {
        type: 'aws_ecr_repository_creation_template',
        provider: 'develop',
        after: {
          prefix: 'team',
          applied_for: ['REPLICATION'],
          repository_policy: JSON.stringify(policy({ ...PULL, Principal: undefined })),
        },
      },
    ],
    finds: [
      [
        'aws_ecr_repository_creation_template.this',
        "ECR rejects the repository policy of creation template 'team' (111111111111 in ap-northeast-1)",
      ],
    ],
  },
  {
    name: 'reports an unknown action of a document that is read while applying',
    resources: [
      put(undefined, {
        after: { repository: 'app' },
        unknown: { policy: true },
        expressions: {
          policy: {
            references: ['data.aws_iam_policy_document.app.json', 'data.aws_iam_policy_document.app'],
          },
        },
      }),
      {
        type: 'aws_iam_policy_document',
        name: 'app',
        provider: 'develop',
        after: { statement: [{ actions: ['ecr:PullImage'] }] },
        change: { mode: 'data', action: 'read' },
      },
    ],
    finds: [[APP, "It has the action 'ecr:PullImage'"]],
  },
  {
    name: 'does not report what AWS has accepted already',
    resources: [
      unchanged({
        type: 'aws_ecr_repository_policy',
        provider: 'develop',
        before: { repository: 'app', policy: '{}' },
      }),
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that is removed',
    resources: [
      { type: 'aws_ecr_repository_policy', provider: 'develop', before: { repository: 'app', policy: '{}' } },
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that is known only after apply',
    resources: [put(undefined, { after: { repository: 'app' }, unknown: { policy: true } })],
    finds: [],
  },
  ...ACCEPTED.map(([name, statement]) => ({
    name: `accepts ${name}`,
    resources: [put(policy(statement))],
    finds: [],
  })),
  {
    name: 'accepts a registry policy',
    resources: [inRegistry({ ...PULL, Action: 'ecr:ReplicateImage', Resource: '*' })],
    finds: [],
  },
]);
