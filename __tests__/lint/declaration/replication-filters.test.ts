import { repository, rule, REPOSITORY } from '../../declaration/changed-base';
import { base, diagnose } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('replication-filters', {
  'replication/unknown-repository': [
    {
      bad: rule('from: develop, to: [management], repositories: [«my-rpeo»]'),
      message: "Did you mean 'my-repo'?",
      good: rule('from: develop, to: [management], repositories: [my-]'),
    },
  ],
  'replication/matches-nothing': [
    {
      bad: rule('from: management, to: [develop], repositories: [«my-repo»]'),
      message: "Matching repositories in other registries: 'my-repo' in 'develop'",
    },
    {
      bad: rule('from: [develop, «management»], to: [develop_us], repositories: [my-repo]'),
      message: "No repository that this rule matches is declared in 'management'",
      good: rule('from: [develop, management], to: [develop_us], repositories: [my-repo]').replace(
        '{ registry: develop }',
        '{ registries: [develop, management] }',
      ),
    },
    {
      bad: rule('from: «management», to: [develop], repositories: all'),
      message: "Declare a repository in 'management'",
      good: rule('from: develop, to: [management], repositories: all'),
    },
  ],
  'replication/nothing-to-create-from': [
    {
      bad: rule('from: develop, to: [management], repositories: [«team/»], createRepositories: true'),
      message: 'created outside the topology',
      good: rule('from: develop, to: [management], repositories: [my-], createRepositories: true'),
    },
    {
      bad: rule('from: «management», to: [develop], repositories: all, createRepositories: true'),
      message: 'created outside the topology',
    },
  ],
  'replication/overmatch': [
    {
      bad: repository('prod/api: { registry: develop }\n  production: { registry: develop }').replace(
        '[my-repo]',
        '[«prod»]',
      ),
      message: "To match only the namespace, write 'prod/'",
      good: repository('prod/api: { registry: develop }\n  production: { registry: develop }').replace(
        '[my-repo]',
        '[prod/]',
      ),
    },
    {
      bad: repository('my-repo-old: { registry: develop }').replace('[my-repo]', '[«my-repo»]'),
      message: 'ECR has no exact match',
      good: repository('my-repo-old: { registry: develop }').replace('[my-repo]', '[my-repo, my-repo-old]'),
    },
  ],
});

test('reports nothing for a prefix of several names', () => {
  const text = base(REPOSITORY, '  api1: { registry: develop }\n  api2: { registry: develop }\n').replace(
    '[my-repo]',
    '[api]',
  );
  expect(diagnose(text)).toEqual([]);
});
