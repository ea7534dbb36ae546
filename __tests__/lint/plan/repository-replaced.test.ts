import { repositoryReplaced } from '../../../src/lint/plan/repository-replaced';
import { repository, unchanged } from '../../plan/plans';
import { APP_POLICY, appRepository, WITH_FORCE_DELETE, WITHOUT_FORCE_DELETE } from './app-repository';
import { testRule } from './rule-cases';

const LIFECYCLE_POLICY = unchanged({
  type: 'aws_ecr_lifecycle_policy',
  name: 'app',
  provider: 'develop',
  before: { repository: 'app', policy: '{"rules":[]}' },
});
const REPLACED = appRepository({
  before: WITH_FORCE_DELETE,
  after: WITH_FORCE_DELETE,
  replacedFor: ['encryption_configuration[0].kms_key'],
});

testRule(repositoryReplaced, [
  {
    name: 'names the attribute that forces the replacement, and the deleted images',
    resources: [
      appRepository({
        before: WITH_FORCE_DELETE,
        after: WITH_FORCE_DELETE,
        replacedFor: ['encryption_configuration[0].kms_key'],
      }),
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        'because encryption_configuration[0].kms_key cannot be changed in place',
        'All its images are deleted',
        'ignore_changes = [encryption_configuration]',
      ],
    ],
  },
  {
    name: 'names attached policies that are not created again',
    resources: [
      REPLACED,
      APP_POLICY,
      LIFECYCLE_POLICY,
      { ...APP_POLICY, name: 'other', before: { repository: 'other' }, after: { repository: 'other' } },
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        "ECR also deletes its lifecycle policy ('aws_ecr_lifecycle_policy.app'), its policy ('aws_ecr_repository_policy.app'), and these plans do not recreate them.",
        'replace_triggered_by = [aws_ecr_repository.<name>]',
      ],
    ],
  },
  {
    name: 'does not name attached policies that are created again',
    resources: [
      REPLACED,
      { ...APP_POLICY, replacedFor: ['repository'] },
      { ...LIFECYCLE_POLICY, after: { repository: 'app', policy: '{"rules":[1]}' } },
    ],
    finds: [['aws_ecr_repository.app', 'because force_delete is enabled.\nECR cannot change']],
  },
  {
    name: 'reports a new name',
    resources: [
      appRepository({ before: WITHOUT_FORCE_DELETE, after: repository('web'), replacedFor: ['name'] }),
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        "because name cannot be changed in place (its new name is 'web')",
        'The apply fails while the repository contains images, because force_delete is disabled.',
        'ECR cannot rename',
      ],
    ],
  },
  ...(
    [
      ['replace_because_tainted', 'because it is marked as tainted.', 'terraform untaint'],
      ['replace_by_request', 'because the plan was made with -replace.', 'Plan again without -replace'],
      ['replace_by_triggers', 'because of replace_triggered_by.', 'Remove the reference'],
    ] as const
  ).map(([reason, because, help]) => ({
    name: reason,
    resources: [
      appRepository({
        before: WITH_FORCE_DELETE,
        after: WITH_FORCE_DELETE,
        change: { action: 'replace', reason },
      }),
    ],
    finds: [['aws_ecr_repository.app', because, help] as const],
  })),
  {
    name: 'reports a reason that this version does not know',
    resources: [
      appRepository({
        before: WITH_FORCE_DELETE,
        after: WITH_FORCE_DELETE,
        change: { action: 'replace', reason: 'replace_by_moon' },
      }),
    ],
    finds: [['aws_ecr_repository.app', "because of 'replace_by_moon'."]],
  },
  {
    name: 'does not report an update in place',
    resources: [appRepository({ before: WITHOUT_FORCE_DELETE, after: WITH_FORCE_DELETE })],
    finds: [],
  },
  { name: 'does not report a destroy', resources: [appRepository({ before: WITH_FORCE_DELETE })], finds: [] },
]);
