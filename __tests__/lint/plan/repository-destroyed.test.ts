import { repositoryDestroyed } from '../../../src/lint/plan/repository-destroyed';
import { planOf } from '../../plan/plans';
import { configuration, replication, repositoryIn } from '../../plan/replicating';
import { APP_POLICY, appRepository, WITH_FORCE_DELETE, WITHOUT_FORCE_DELETE } from './app-repository';
import { problemsIn, testRule } from './rule-cases';

testRule(repositoryDestroyed, [
  {
    name: 'reports a destroy with force_delete, which deletes the images',
    resources: [appRepository({ before: WITH_FORCE_DELETE })],
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
    resources: [appRepository({ before: WITHOUT_FORCE_DELETE })],
    finds: [['aws_ecr_repository.app', 'fails while the repository contains images']],
  },
  {
    name: 'suggests terraform state rm instead of a removed block for an instance',
    resources: [appRepository({ index: "it's", before: WITH_FORCE_DELETE })],
    finds: [[`aws_ecr_repository.app["it's"]`, `terraform state rm 'aws_ecr_repository.app["it'\\''s"]'`]],
  },
  {
    name: 'reports a move without a moved block',
    resources: [
      appRepository({ before: WITH_FORCE_DELETE }),
      appRepository({ name: 'this', index: 'app', after: WITH_FORCE_DELETE }),
    ],
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
    resources: [
      appRepository({ before: WITH_FORCE_DELETE }),
      appRepository({ name: 'this', index: 'app', after: WITH_FORCE_DELETE }),
      APP_POLICY,
    ],
    finds: [['aws_ecr_repository.app', "its policy ('aws_ecr_repository_policy.app')"]],
  },
  {
    name: 'reports a move to another state',
    plans: [
      planOf([appRepository({ before: WITH_FORCE_DELETE })], undefined, 'old.json'),
      planOf([appRepository({ after: WITH_FORCE_DELETE })], undefined, 'new.json'),
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
    resources: [
      appRepository({ before: WITH_FORCE_DELETE }),
      appRepository({ name: 'twin', before: WITH_FORCE_DELETE, after: WITH_FORCE_DELETE }),
    ],
    finds: [['aws_ecr_repository.app', "'aws_ecr_repository.twin' also manages the repository and loses it"]],
  },
  {
    name: 'reports a repository whose name exists in another registry',
    resources: [
      appRepository({ before: WITH_FORCE_DELETE }),
      appRepository({ name: 'copy', provider: 'develop_us', after: WITH_FORCE_DELETE }),
    ],
    finds: [['aws_ecr_repository.app', 'write a removed block']],
  },
  {
    name: 'reports a deposed object',
    resources: [appRepository({ before: WITH_FORCE_DELETE, change: { isDeposed: true } })],
    finds: [['aws_ecr_repository.app', 'Destroys the deposed repository', 'copy the images']],
  },
  {
    name: 'does not report a moved block',
    resources: [
      appRepository({
        before: WITH_FORCE_DELETE,
        after: WITH_FORCE_DELETE,
        change: { previousAddress: 'aws_ecr_repository.old' },
      }),
    ],
    finds: [],
  },
  {
    name: 'does not report a forgotten repository',
    resources: [appRepository({ before: WITH_FORCE_DELETE, change: { action: 'forget' } })],
    finds: [],
  },
  {
    name: 'does not report a new repository',
    resources: [appRepository({ after: WITH_FORCE_DELETE })],
    finds: [],
  },
]);

test('does not print an invalid address in HCL', () => {
  const address = 'aws_ecr_repository.app\n}\nresource "x" "y" {';
  const [problem] = problemsIn(repositoryDestroyed, [
    planOf([appRepository({ before: WITH_FORCE_DELETE, change: { address } })]),
  ]);
  expect(problem?.help).toContain('removed block');
  expect(problem?.code).toBeUndefined();
});
