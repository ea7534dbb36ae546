import { forceDeleteEnabled } from '../../../src/lint/plan/force-delete-enabled';
import { repositoryDestroyed } from '../../../src/lint/plan/repository-destroyed';
import { repositoryReplaced } from '../../../src/lint/plan/repository-replaced';
import { planOf, policy, repository, unchanged, type ResourceParts } from '../../plan/plans';
import { configuration, repositoryIn, replication } from '../../plan/replicating';
import { problemsIn, testRule } from './rule-cases';

const app = (parts: Partial<ResourceParts>): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  ...parts,
});
const on = repository('app', { force_delete: true });
const off = repository('app');
const appPolicy = unchanged({
  type: 'aws_ecr_repository_policy',
  name: 'app',
  provider: 'develop',
  before: { repository: 'app', policy: policy() },
});
const lifecycle = unchanged({
  type: 'aws_ecr_lifecycle_policy',
  name: 'app',
  provider: 'develop',
  before: { repository: 'app', policy: '{"rules":[]}' },
});
const REPLACED = app({ before: on, after: on, replacedFor: ['encryption_configuration[0].kms_key'] });

testRule(repositoryDestroyed, [
  {
    name: 'reports a destroy with force_delete, which deletes the images',
    resources: [app({ before: on })],
    finds: [
      [
        'aws_ecr_repository.app',
        "Destroys the repository 'app' (111111111111 in ap-northeast-1) and all its images, because force_delete is enabled",
        'write a removed block with destroy = false',
        'removed {\n  from = aws_ecr_repository.app\n\n  lifecycle {\n    destroy = false\n  }\n}',
      ],
    ],
  },
  {
    name: 'reports a replica that no rule replicates to any more',
    resources: [
      repositoryIn('develop', 'my-repo', 'there'),
      repositoryIn('management', 'my-repo', 'destroyed'),
      replication('develop', {
        before: configuration({ filters: ['my-repo'], to: ['999999999999/ap-northeast-1'] }),
      }),
    ],
    finds: [
      [
        'aws_ecr_repository.management["my-repo"]',
        'It is a replica, and 111111111111 in ap-northeast-1 no longer replicates into it.',
      ],
    ],
  },
  {
    name: 'reports a destroy without force_delete, which fails if images exist',
    resources: [app({ before: off })],
    finds: [['aws_ecr_repository.app', 'fails while the repository contains images']],
  },
  {
    name: 'suggests terraform state rm instead of a removed block for an instance',
    resources: [app({ index: "it's", before: on })],
    finds: [[`aws_ecr_repository.app["it's"]`, `terraform state rm 'aws_ecr_repository.app["it'\\''s"]'`]],
  },
  {
    name: 'reports a move without a moved block',
    resources: [app({ before: on }), app({ name: 'this', index: 'app', after: on })],
    finds: [
      [
        'aws_ecr_repository.app',
        `'aws_ecr_repository.this["app"]' creates it again`,
        'moved {\n  from = aws_ecr_repository.app\n  to   = aws_ecr_repository.this["app"]\n}',
      ],
    ],
  },
  {
    name: 'reports a move without a moved block, and its attached policies',
    resources: [app({ before: on }), app({ name: 'this', index: 'app', after: on }), appPolicy],
    finds: [['aws_ecr_repository.app', "its policy ('aws_ecr_repository_policy.app')"]],
  },
  {
    name: 'reports a move to another state',
    plans: [
      planOf([app({ before: on })], undefined, 'old.json'),
      planOf([app({ after: on })], undefined, 'new.json'),
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        "'aws_ecr_repository.app' of new.json creates it again",
        'terraform state rm aws_ecr_repository.app',
        'import {\n  to = aws_ecr_repository.app\n  id = "app"\n}',
      ],
    ],
  },
  {
    name: 'reports a repository that another resource manages too',
    resources: [app({ before: on }), app({ name: 'twin', before: on, after: on })],
    finds: [['aws_ecr_repository.app', "'aws_ecr_repository.twin' manages it too, and loses it"]],
  },
  {
    name: 'reports a repository whose name exists in another registry',
    resources: [app({ before: on }), app({ name: 'copy', provider: 'develop_us', after: on })],
    finds: [['aws_ecr_repository.app', 'write a removed block']],
  },
  {
    name: 'reports a deposed object',
    resources: [app({ before: on, change: { isDeposed: true } })],
    finds: [['aws_ecr_repository.app', 'left over from a replacement', 'Copy the images']],
  },
  {
    name: 'does not report a moved block',
    resources: [app({ before: on, after: on, change: { previousAddress: 'aws_ecr_repository.old' } })],
    finds: [],
  },
  {
    name: 'does not report a forgotten repository',
    resources: [app({ before: on, change: { action: 'forget' } })],
    finds: [],
  },
  { name: 'does not report a new repository', resources: [app({ after: on })], finds: [] },
]);

test('does not print an invalid address in HCL', () => {
  const address = 'aws_ecr_repository.app\n}\nresource "x" "y" {';
  const [problem] = problemsIn(repositoryDestroyed, [planOf([app({ before: on, change: { address } })])]);
  expect(problem?.help).toContain('removed block');
  expect(problem?.code).toBeUndefined();
});

testRule(repositoryReplaced, [
  {
    name: 'names the attribute that forces the replacement, and the deleted images',
    resources: [app({ before: on, after: on, replacedFor: ['encryption_configuration[0].kms_key'] })],
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
      appPolicy,
      lifecycle,
      { ...appPolicy, name: 'other', before: { repository: 'other' }, after: { repository: 'other' } },
    ],
    finds: [
      [
        'aws_ecr_repository.app',
        "goes too, and the plans do not put it again: its lifecycle policy ('aws_ecr_lifecycle_policy.app'), its policy ('aws_ecr_repository_policy.app').",
        'replace_triggered_by = [aws_ecr_repository.<name>]',
      ],
    ],
  },
  {
    name: 'does not name attached policies that are created again',
    resources: [
      REPLACED,
      { ...appPolicy, replacedFor: ['repository'] },
      { ...lifecycle, after: { repository: 'app', policy: '{"rules":[1]}' } },
    ],
    finds: [['aws_ecr_repository.app', 'because force_delete is enabled.\nECR sets']],
  },
  {
    name: 'reports a new name',
    resources: [app({ before: off, after: repository('web'), replacedFor: ['name'] })],
    finds: [
      [
        'aws_ecr_repository.app',
        "because name cannot be changed in place (its new name is 'web')",
        'The destroy fails while it contains images, because force_delete is not enabled.',
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
    resources: [app({ before: on, after: on, change: { action: 'replace', reason } })],
    finds: [['aws_ecr_repository.app', because, help] as const],
  })),
  {
    name: 'reports a reason that this version does not know',
    resources: [app({ before: on, after: on, change: { action: 'replace', reason: 'replace_by_moon' } })],
    finds: [['aws_ecr_repository.app', "because of 'replace_by_moon'."]],
  },
  { name: 'does not report an update in place', resources: [app({ before: off, after: on })], finds: [] },
  { name: 'does not report a destroy', resources: [app({ before: on })], finds: [] },
]);

testRule(forceDeleteEnabled, [
  {
    name: 'reports force_delete that is enabled for an existing repository',
    resources: [app({ before: off, after: on })],
    finds: [['aws_ecr_repository.app', 'the next destroy, or replacement, deletes all its images']],
  },
  {
    name: 'reports force_delete that is enabled for an imported repository',
    resources: [app({ before: off, after: on, change: { isImported: true } })],
    finds: [['aws_ecr_repository.app', 'gets force_delete = true']],
  },
  {
    name: 'does not report force_delete that is disabled',
    resources: [app({ before: on, after: off })],
    finds: [],
  },
  {
    name: 'does not report force_delete that was enabled before',
    resources: [app({ before: on, after: { ...on, tags: { a: 'b' } } })],
    finds: [],
  },
  {
    name: 'does not report a new repository with force_delete, as in the article',
    resources: [app({ after: on })],
    finds: [],
  },
  {
    name: 'reports a new repository with force_delete if onCreate is set',
    resources: [app({ after: on })],
    options: { onCreate: true },
    finds: [['aws_ecr_repository.app', 'is created with force_delete = true']],
  },
  {
    name: 'does not report force_delete that was enabled before if onCreate is set',
    resources: [unchanged({ type: 'aws_ecr_repository', provider: 'develop', before: on })],
    options: { onCreate: true },
    finds: [],
  },
]);
