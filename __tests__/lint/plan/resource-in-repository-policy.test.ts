import { resourceInRepositoryPolicy } from '../../../src/lint/plan/resource-in-repository-policy';
import { policy } from '../../plan/plans';
import {
  ALLOWED,
  WITHOUT_RESOURCE,
  documentPolicy,
  repositoryIn,
  repositoryPolicy,
  unknownPolicy,
} from '../../plan/replicating';
import { testRule } from './rule-cases';

const EVERYTHING = { ...WITHOUT_RESOURCE, Resource: '*' };
const ADDRESS = 'aws_ecr_repository_policy.management';
const REFUSED = 'Invalid repository policy provided';

testRule(resourceInRepositoryPolicy, [
  {
    name: 'reports a Resource that may be meant for a registry policy',
    resources: [repositoryPolicy('management', [ALLOWED])],
    severity: 'error',
    finds: [[ADDRESS, "statement 'Replication'", REFUSED, 'Remove Resource', 'aws_ecr_registry_policy']],
  },
  {
    name: 'does not report a policy without Resource',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE])],
    finds: [],
  },
  {
    name: 'reports each statement with a Resource',
    resources: [repositoryPolicy('management', [WITHOUT_RESOURCE, { ...ALLOWED, Sid: '' }, EVERYTHING])],
    severity: 'error',
    finds: [[ADDRESS, 'contains a Resource in statement 2. ECR has rejected']],
  },
  ...['*', ['*']].map((everything) => ({
    name: `reports Resource "*" as a warning: ${JSON.stringify(everything)}`,
    resources: [repositoryPolicy('management', [{ ...EVERYTHING, Resource: everything }])],
    severity: 'warning' as const,
    finds: [[ADDRESS, `contains Resource "*" in statement 'Replication'`, 'Current examples'] as const],
  })),
  ...[
    { ...WITHOUT_RESOURCE, NotResource: '*' },
    { ...WITHOUT_RESOURCE, Resource: ['*', 'arn:aws:ecr:*:*:repository/my-repo'] },
  ].map((statement) => ({
    name: `reports more than Resource "*": ${JSON.stringify(statement)}`,
    resources: [repositoryPolicy('management', [statement])],
    severity: 'error' as const,
    finds: [[ADDRESS, REFUSED] as const],
  })),
  {
    name: 'does not report Resource "*" if allowEverything is set',
    options: { allowEverything: true },
    resources: [repositoryPolicy('management', [EVERYTHING])],
    finds: [],
  },
  {
    name: 'does not report a policy that ECR has accepted',
    resources: [repositoryPolicy('management', [ALLOWED], 'there')],
    finds: [],
  },
  {
    name: 'does not report another Resource in a policy that ECR has accepted with a Resource',
    resources: [
      {
        ...repositoryPolicy('management', [ALLOWED, EVERYTHING]),
        before: { repository: 'my-repo', policy: policy(ALLOWED) },
      },
    ],
    finds: [],
  },
  {
    name: 'reports a Resource that is added',
    resources: [
      {
        ...repositoryPolicy('management', [ALLOWED]),
        before: { repository: 'my-repo', policy: policy(WITHOUT_RESOURCE) },
      },
    ],
    finds: [[ADDRESS, REFUSED]],
  },
  {
    name: 'reports a repository ARN in a policy that ECR has accepted with "*"',
    resources: [
      {
        ...repositoryPolicy('management', [ALLOWED]),
        before: { repository: 'my-repo', policy: policy(EVERYTHING) },
      },
    ],
    severity: 'error',
    finds: [[ADDRESS, REFUSED]],
  },
  {
    name: 'reports a repository ARN in a policy that is known only after apply',
    resources: [
      repositoryIn('management'),
      unknownPolicy(
        'aws_ecr_repository_policy',
        'management',
        'aws_ecr_repository.management["my-repo"].arn',
        'data.aws_caller_identity.develop.account_id',
      ),
    ],
    finds: [
      [
        ADDRESS,
        'refers to aws_ecr_repository.management["my-repo"].arn',
        'A policy uses the ARN of a repository only in a Resource',
      ],
    ],
  },
  ...(
    [
      [{ resources: ['*'] }, {}, 'warning'],
      [{ not_resources: ['*'] }, {}, 'error'],
      [{ resources: [null] }, { resources: [true] }, 'error'],
      [{}, { resources: true }, 'error'],
      // The Resource is known; another element is unknown.
      [{ resources: ['*'], principals: [{}] }, { principals: [{ identifiers: true }] }, 'warning'],
    ] as const
  ).map(([statement, unknown, severity]) => ({
    name: `reports ${JSON.stringify([statement, unknown])} of a document that is known only after apply`,
    resources: documentPolicy('management', { statement: [statement] }, { statement: [unknown] }),
    severity,
    finds: [[ADDRESS, 'in statement 1', 'Invalid repository policy provided'] as const],
  })),
  {
    name: 'does not report a document that another document may override',
    resources: documentPolicy('management', {
      statement: [{ sid: 'A', resources: ['*'] }],
      override_policy_documents: ['{}'],
    }),
    finds: [],
  },
  {
    name: 'reports the ARN of an instance or of a module',
    resources: [
      unknownPolicy('aws_ecr_repository_policy', 'management', 'aws_ecr_repository.all', 'each.key'),
      unknownPolicy('aws_ecr_repository_policy', 'develop', 'module.ecr.repository_arn', 'module.ecr'),
    ],
    finds: [
      ['aws_ecr_repository_policy.develop', 'module.ecr.repository_arn'],
      [ADDRESS, 'aws_ecr_repository.all'],
    ],
  },
  {
    name: 'does not report a reference to an account in a policy that is known only after apply',
    resources: [
      unknownPolicy(
        'aws_ecr_repository_policy',
        'management',
        'aws_ecr_repository.develop.registry_id',
        'data.aws_caller_identity.develop.account_id',
        'module.ecr.repository_name',
      ),
    ],
    finds: [],
  },
]);
