import { replicateInRepositoryPolicy } from '../../../src/plan/rules/replicate-in-repository-policy';
import { planOf } from '../plans';
import {
  ALLOWED,
  WITHOUT_RESOURCE,
  configuration,
  documentPolicy,
  held,
  registryPolicy,
  replication,
  repositoryPolicy,
} from '../replicating';
import { testRule } from './rule-cases';

const REPLICATE = ['ecr:ReplicateImage'];
const ADDRESS = 'aws_ecr_repository_policy.management';

testRule(replicateInRepositoryPolicy, [
  {
    name: 'is taken and does nothing: the registry policy is shown',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE])],
    finds: [
      [
        ADDRESS,
        "The repository policy of 'my-repo' (999999999999 in ap-northeast-1) allows ecr:ReplicateImage in statement 'Replication'",
        'resource "aws_ecr_registry_policy" "replication" {\n  provider = aws.management\n',
        'AWS = "arn:aws:iam::111111111111:root"',
        'Action   = ["ecr:ReplicateImage"]',
        'Resource = ["arn:aws:ecr:ap-northeast-1:999999999999:repository/my-repo"]',
      ],
    ],
  },
  {
    name: 'of what else the statement allows, the registry policy gets nothing',
    resources: [
      repositoryPolicy('management', [
        { ...WITHOUT_RESOURCE, Action: ['ecr:BatchGetImage', 'ecr:CreateRepository', 'ecr:ReplicateImage'] },
      ]),
    ],
    finds: [
      [
        ADDRESS,
        'Action = [\n          "ecr:CreateRepository",\n          "ecr:ReplicateImage",\n        ]\n',
      ],
    ],
  },
  {
    name: 'a policy that the plans do not change',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE], 'there')],
    finds: [],
  },
  {
    name: 'a policy that the plans do not change, if those are wanted too',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE], 'there')],
    options: { unchanged: true },
    finds: [[ADDRESS]],
  },
  {
    name: 'what the plan does not tell is left to fill in',
    plans: [
      planOf([repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Principal: { AWS: '${"\n"}' } }])], {
        management: { region: 'eu-west-1' },
      }),
    ],
    finds: [[ADDRESS, 'arn:aws:ecr:eu-west-1:THIS_ACCOUNT_ID:repository/my-repo', 'AWS = "$${\\"\\n\\"}"']],
  },
  {
    name: 'what a wildcard takes along',
    resources: [repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Action: 'ecr:*' }])],
    finds: [],
  },
  {
    name: 'a Deny counts there',
    resources: [repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Effect: 'Deny' }])],
    finds: [],
  },
  {
    name: 'in a document that is known only after apply',
    resources: documentPolicy('management', { statement: [{ effect: 'Allow', actions: REPLICATE }] }),
    finds: [[ADDRESS, 'in statement 1']],
    lacks: ['resource "aws_ecr_registry_policy"'],
  },
  ...[
    { statement: [{ effect: 'Deny', actions: REPLICATE }] },
    { statement: [{ sid: 'A', effect: 'Allow', actions: REPLICATE }], override_policy_documents: ['{}'] },
  ].map((document) => ({
    name: `in a document that may allow nothing: ${Object.keys(document).join(', ')}`,
    resources: documentPolicy('management', document),
    finds: [],
  })),
  {
    name: 'with an effect that is not known',
    resources: documentPolicy(
      'management',
      { statement: [{ actions: REPLICATE }] },
      { statement: [{ effect: true }] },
    ),
    finds: [],
  },
  {
    name: 'where the rules of the source tell the whole registry policy, that is shown once',
    resources: [
      held('develop'),
      replication('develop', { after: configuration({ to: ['999999999999/ap-northeast-1'] }) }),
      repositoryPolicy('management', [WITHOUT_RESOURCE]),
    ],
    finds: [[ADDRESS, 'allow it in the aws_ecr_registry_policy of 999999999999 in ap-northeast-1']],
    lacks: ['resource "aws_ecr_registry_policy"'],
  },
  { name: 'in the registry policy', resources: [registryPolicy('management', [ALLOWED])], finds: [] },
]);
