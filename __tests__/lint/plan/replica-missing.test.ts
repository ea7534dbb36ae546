import { replicaMissing } from '../../../src/lint/plan/replica-missing';
import { repository, type ResourceParts } from '../../plan/plans';
import {
  ALLOWED,
  configuration,
  repositoryIn,
  registryPolicy,
  replication,
  unknownPolicy,
} from '../../plan/replicating';
import { testRule } from './rule-cases';

const ADDRESS = 'aws_ecr_replication_configuration.develop';
const TO_MANAGEMENT = replication('develop', {
  after: configuration({ filters: ['my-repo'], to: ['999999999999/ap-northeast-1'] }),
});
const MAY_CREATE = { ...ALLOWED, Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'] };
const unnamed: ResourceParts = {
  type: 'aws_ecr_repository',
  name: 'random',
  provider: 'management',
  after: { ...repository(''), name: undefined },
  unknown: { name: true },
};

testRule(replicaMissing, [
  {
    name: 'reports a destination without the repository if ECR must not create it',
    resources: [repositoryIn('develop'), TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [
      [
        ADDRESS,
        "'my-repo' from 111111111111 in ap-northeast-1 to 999999999999 in ap-northeast-1",
        'ecr:CreateRepository',
        'unless another stack has',
      ],
    ],
  },
  {
    name: 'reports a replica that the plans destroy',
    resources: [
      repositoryIn('develop'),
      TO_MANAGEMENT,
      registryPolicy('management', [ALLOWED]),
      repositoryIn('management', 'my-repo', 'destroyed'),
    ],
    finds: [[ADDRESS]],
  },
  {
    name: 'does not report an existing replica',
    resources: [
      repositoryIn('develop'),
      repositoryIn('management'),
      TO_MANAGEMENT,
      registryPolicy('management', [ALLOWED]),
    ],
    finds: [],
  },
  {
    name: 'does not report a repository that ECR may create',
    resources: [repositoryIn('develop'), TO_MANAGEMENT, registryPolicy('management', [MAY_CREATE])],
    finds: [],
  },
  {
    name: 'reports a destination where ECR may create only another repository',
    resources: [
      repositoryIn('develop'),
      TO_MANAGEMENT,
      registryPolicy('management', [ALLOWED, { ...MAY_CREATE, Resource: `${ALLOWED.Resource[0] ?? ''}-2` }]),
    ],
    finds: [[ADDRESS]],
  },
  {
    name: 'does not report a destination with a repository whose name is known only after apply',
    resources: [repositoryIn('develop'), unnamed, TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [],
  },
  {
    name: 'does not report a destination whose policy is known only after apply',
    resources: [
      repositoryIn('develop'),
      TO_MANAGEMENT,
      unknownPolicy('aws_ecr_registry_policy', 'management', 'var.source'),
    ],
    finds: [],
  },
  {
    name: 'does not report a registry in repositoriesElsewhere',
    options: { repositoriesElsewhere: ['999999999999/ap-northeast-1'] },
    resources: [repositoryIn('develop'), TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [],
  },
  {
    name: 'does not report replication within one account, where ECR creates the repository',
    resources: [
      repositoryIn('develop'),
      repositoryIn('develop_us', 'other'),
      replication('develop', { after: configuration({ to: ['111111111111/us-west-1'] }) }),
    ],
    finds: [],
  },
]);
