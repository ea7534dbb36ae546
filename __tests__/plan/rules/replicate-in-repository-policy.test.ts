import { replicateInRepositoryPolicy } from '../../../src/plan/rules/replicate-in-repository-policy';
import { planOf } from '../plans';
import { ALLOWED, WITHOUT_RESOURCE, registryPolicy, repositoryPolicy } from '../replicating';
import { testRule } from './rule-cases';

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
    name: 'also where it is there already: nobody else says so',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE], 'there')],
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
  { name: 'in the registry policy', resources: [registryPolicy('management', [ALLOWED])], finds: [] },
]);
