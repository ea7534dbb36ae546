import { replicateInRepositoryPolicy } from '../../../src/lint/plan/replicate-in-repository-policy';
import { planOf } from '../../plan/plans';
import {
  ALLOWED,
  WITHOUT_RESOURCE,
  configuration,
  documentPolicy,
  repositoryIn,
  registryPolicy,
  replication,
  repositoryPolicy,
} from '../../plan/replicating';
import { testRule } from './rule-cases';

const REPLICATE = ['ecr:ReplicateImage'];
const ADDRESS = 'aws_ecr_repository_policy.management';

testRule(replicateInRepositoryPolicy, [
  {
    name: 'reports a repository policy without effect, and prints the registry policy',
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
    name: 'prints only the replication actions in the registry policy',
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
    name: 'does not report a policy that does not change',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE], 'there')],
    finds: [],
  },
  {
    name: 'reports a policy that does not change if unchanged is set',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE], 'there')],
    options: { unchanged: true },
    finds: [[ADDRESS]],
  },
  {
    name: 'prints a placeholder for an unknown account',
    plans: [
      planOf([repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Principal: { AWS: '${"\n"}' } }])], {
        management: { region: 'eu-west-1' },
      }),
    ],
    finds: [[ADDRESS, 'arn:aws:ecr:eu-west-1:THIS_ACCOUNT_ID:repository/my-repo', 'AWS = "$${\\"\\n\\"}"']],
  },
  {
    name: 'does not report a wildcard that includes the action',
    resources: [repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Action: 'ecr:*' }])],
    finds: [],
  },
  {
    name: 'does not report a Deny, which has an effect',
    resources: [repositoryPolicy('management', [{ ...WITHOUT_RESOURCE, Effect: 'Deny' }])],
    finds: [],
  },
  {
    name: 'reports a document that is known only after apply',
    resources: documentPolicy('management', { statement: [{ effect: 'Allow', actions: REPLICATE }] }),
    finds: [[ADDRESS, 'in statement 1']],
    lacks: ['resource "aws_ecr_registry_policy"'],
  },
  ...[
    { statement: [{ effect: 'Deny', actions: REPLICATE }] },
    { statement: [{ sid: 'A', effect: 'Allow', actions: REPLICATE }], override_policy_documents: ['{}'] },
  ].map((document) => ({
    name: `does not report a document that may allow nothing: ${Object.keys(document).join(', ')}`,
    resources: documentPolicy('management', document),
    finds: [],
  })),
  {
    name: 'does not report an unknown effect',
    resources: documentPolicy(
      'management',
      { statement: [{ actions: REPLICATE }] },
      { statement: [{ effect: true }] },
    ),
    finds: [],
  },
  {
    name: 'reports the registry policy only once if replication-not-permitted prints it',
    resources: [
      repositoryIn('develop'),
      replication('develop', { after: configuration({ to: ['999999999999/ap-northeast-1'] }) }),
      repositoryPolicy('management', [WITHOUT_RESOURCE]),
    ],
    finds: [[ADDRESS, 'allow it in the aws_ecr_registry_policy of 999999999999 in ap-northeast-1']],
    lacks: ['resource "aws_ecr_registry_policy"'],
  },
  {
    name: 'does not report the registry policy',
    resources: [registryPolicy('management', [ALLOWED])],
    finds: [],
  },
]);
