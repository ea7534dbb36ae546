import { replicaMissing } from '../../../src/plan/rules/replica-missing';
import { repository, type ResourceParts } from '../plans';
import { ALLOWED, configuration, held, registryPolicy, replication, unknownPolicy } from '../replicating';
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
    name: 'no repository there, and ECR may not create it',
    resources: [held('develop'), TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [
      [
        ADDRESS,
        "'my-repo' to 999999999999 in ap-northeast-1",
        'ecr:CreateRepository',
        'unless another stack has',
      ],
    ],
  },
  {
    name: 'the plans destroy it',
    resources: [
      held('develop'),
      TO_MANAGEMENT,
      registryPolicy('management', [ALLOWED]),
      held('management', 'my-repo', 'destroyed'),
    ],
    finds: [[ADDRESS]],
  },
  {
    name: 'the repository is there',
    resources: [held('develop'), held('management'), TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [],
  },
  {
    name: 'ECR may create it',
    resources: [held('develop'), TO_MANAGEMENT, registryPolicy('management', [MAY_CREATE])],
    finds: [],
  },
  {
    name: 'ECR may create another one',
    resources: [
      held('develop'),
      TO_MANAGEMENT,
      registryPolicy('management', [ALLOWED, { ...MAY_CREATE, Resource: `${ALLOWED.Resource[0] ?? ''}-2` }]),
    ],
    finds: [[ADDRESS]],
  },
  {
    name: 'a name that is known only after apply may be the one',
    resources: [held('develop'), unnamed, TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [],
  },
  {
    name: 'a policy that is known only after apply may let ECR create it',
    resources: [
      held('develop'),
      TO_MANAGEMENT,
      unknownPolicy('aws_ecr_registry_policy', 'management', 'var.source'),
    ],
    finds: [],
  },
  {
    name: 'repositories are managed elsewhere',
    options: { repositoriesElsewhere: ['999999999999/ap-northeast-1'] },
    resources: [held('develop'), TO_MANAGEMENT, registryPolicy('management', [ALLOWED])],
    finds: [],
  },
  {
    name: 'within one account, ECR creates it',
    resources: [
      held('develop'),
      held('develop_us', 'other'),
      replication('develop', { after: configuration({ to: ['111111111111/us-west-1'] }) }),
    ],
    finds: [],
  },
]);
