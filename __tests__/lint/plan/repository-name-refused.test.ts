import { repositoryNameRefused } from '../../../src/lint/plan/repository-name-refused';
import { repository, unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const named = (name: string): ResourceParts => ({
  type: 'aws_ecr_repository',
  name: 'app',
  provider: 'develop',
  after: repository(name),
});
const template = (prefix: string): ResourceParts => ({
  type: 'aws_ecr_repository_creation_template',
  provider: 'develop',
  after: { prefix, applied_for: ['REPLICATION'] },
});
const cache = (prefix: string): ResourceParts => ({
  type: 'aws_ecr_pull_through_cache_rule',
  provider: 'develop',
  after: { ecr_repository_prefix: prefix, upstream_registry_url: 'quay.io' },
});
const REFUSED = [
  'Shop/App',
  'shop/app/',
  '/app',
  'shop//app',
  'a___b',
  'a..b',
  'ab-',
  'app_',
  'a',
  'my app',
  'x'.repeat(257),
];
const ACCEPTED = ['app', 'shop/app', 'a--b', 'a.b', 'a__b', '1/2', 'x'.repeat(256)];

testRule(repositoryNameRefused, [
  {
    name: 'names the repository and what is wrong with it',
    resources: [named('Shop/App')],
    finds: [
      [
        'aws_ecr_repository.app',
        "'Shop/App' is not a valid repository name (111111111111 in ap-northeast-1)",
        "'S'",
        'lowercase letters',
      ],
    ],
  },
  ...REFUSED.map((name) => ({
    name: `reports '${name.slice(0, 20)}'`,
    resources: [named(name)],
    finds: [['aws_ecr_repository.app', `'${name}' is not a valid repository name`]] as const,
  })),
  ...ACCEPTED.map((name) => ({
    name: `accepts '${name.slice(0, 20)}'`,
    resources: [named(name)],
    finds: [],
  })),
  {
    name: 'reports the prefix of a creation template',
    resources: [template('Team')],
    finds: [['aws_ecr_repository_creation_template.this', "'Team' is not a valid creation template prefix"]],
  },
  {
    name: 'reports the prefix of a pull-through cache rule',
    resources: [cache('quay--io')],
    finds: [['aws_ecr_pull_through_cache_rule.this', "'quay--io' is not a valid pull-through cache prefix"]],
  },
  {
    name: 'accepts prefixes with a slash at the end, and ROOT',
    resources: [template('team/'), { ...template('ROOT'), name: 'root' }, cache('ROOT')],
    finds: [],
  },
  {
    name: 'does not report what exists',
    resources: [unchanged({ type: 'aws_ecr_repository', provider: 'develop', before: repository('App') })],
    finds: [],
  },
  {
    name: 'does not report a name that is known only after apply',
    resources: [{ ...named('App'), after: {}, unknown: { name: true } }],
    finds: [],
  },
]);
