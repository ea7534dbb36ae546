import { singletonConflict } from '../../../src/plan/rules/singleton-conflict';
import { planOf, type ResourceParts } from '../plans';
import { ALLOWED, configuration, held, registryPolicy, replication, repositoryPolicy } from '../replicating';
import { testRule } from './rule-cases';

const TWO = [
  { ...registryPolicy('management', [ALLOWED]), name: 'app' },
  { ...registryPolicy('management', [ALLOWED]), name: 'web' },
];
const scanning: ResourceParts = {
  type: 'aws_ecr_registry_scanning_configuration',
  provider: 'develop',
  after: { scan_type: 'BASIC', rule: [] },
};
const rules = configuration({ to: ['111111111111/us-west-1'] });
const gone = ({ after, ...rest }: ResourceParts): ResourceParts => ({ ...rest, before: after! });
const TEMPLATE = 'aws_ecr_repository_creation_template';
const CACHE = 'aws_ecr_pull_through_cache_rule';
const SETTING = 'aws_ecr_account_setting';
const HUB = { ecr_repository_prefix: 'hub', upstream_registry_url: 'registry-1.docker.io' };
const SCOPE = { name: 'REGISTRY_POLICY_SCOPE', value: 'V2' };
const setting = (type: ResourceParts['type'], after: object, name: string): ResourceParts => ({
  type,
  name,
  provider: 'develop',
  after,
});
const template = (prefix: string, name: string) =>
  setting(TEMPLATE, { prefix, applied_for: ['REPLICATION'] }, name);

testRule(singletonConflict, [
  {
    name: 'two registry policies of one registry',
    resources: TWO,
    finds: [
      [
        'aws_ecr_registry_policy.app',
        "'aws_ecr_registry_policy.web' manages it too",
        'the one applied last wins',
      ],
      ['aws_ecr_registry_policy.web', "'aws_ecr_registry_policy.app' manages it too", 'destroy = false'],
    ],
  },
  { name: 'one of them', resources: TWO.slice(1), finds: [] },
  {
    name: 'two of two registries',
    resources: [registryPolicy('management', [ALLOWED]), registryPolicy('develop', [ALLOWED])],
    finds: [],
  },
  {
    name: 'of two plans',
    plans: [
      planOf([scanning], undefined, 'app.json'),
      planOf([{ ...scanning, name: 'registry' }], undefined, 'web.json'),
    ],
    finds: [
      [
        'aws_ecr_registry_scanning_configuration.this',
        "'aws_ecr_registry_scanning_configuration.registry' of web.json",
      ],
      [
        'aws_ecr_registry_scanning_configuration.registry',
        "'aws_ecr_registry_scanning_configuration.this' of app.json",
      ],
    ],
  },
  {
    name: 'two replication configurations',
    resources: [
      replication('develop', { after: rules }),
      { ...replication('develop', { before: rules, after: rules }), name: 'other' },
    ],
    finds: [
      ['aws_ecr_replication_configuration.develop', 'one replication configuration'],
      ['aws_ecr_replication_configuration.other'],
    ],
  },
  {
    name: 'two policies of one repository',
    resources: [
      repositoryPolicy('develop', [ALLOWED]),
      { ...repositoryPolicy('develop', [ALLOWED]), name: 'other' },
    ],
    finds: [
      ['aws_ecr_repository_policy.develop', "'my-repo' (111111111111 in ap-northeast-1) has one policy"],
      ['aws_ecr_repository_policy.other'],
    ],
  },
  {
    name: 'two plans create one repository',
    plans: [
      planOf([held('develop')], undefined, 'app.json'),
      planOf([held('develop', 'my-repo', 'there')], undefined, 'web.json'),
    ],
    finds: [
      ['aws_ecr_repository.develop["my-repo"]', 'RepositoryAlreadyExistsException', 'of web.json'],
      ['aws_ecr_repository.develop["my-repo"]', 'of app.json'],
    ],
  },
  {
    name: 'two repositories of other names, or in other registries',
    resources: [held('develop'), held('develop', 'other'), held('management')],
    finds: [],
  },
  {
    name: 'one is destroyed while the other is created',
    resources: [TWO[0]!, gone(TWO[1]!)],
    finds: [['aws_ecr_registry_policy.app', 'where the destroy comes last, nothing is left', 'moved {']],
  },
  {
    name: 'one is destroyed, and another plan creates it',
    plans: [planOf([TWO[0]!], undefined, 'new.json'), planOf([gone(TWO[1]!)], undefined, 'old.json')],
    finds: [['aws_ecr_registry_policy.app', 'of old.json', 'import it here']],
  },
  {
    name: 'one is destroyed while the other stays as it is',
    resources: [{ ...TWO[0]!, before: TWO[0]!.after! }, gone(TWO[1]!)],
    finds: [
      [
        'aws_ecr_registry_policy.app',
        "stays as it is here while 'aws_ecr_registry_policy.web' is destroyed: the destroy deletes it",
        "'removed' block that has destroy = false",
      ],
    ],
  },
  {
    name: 'one is destroyed while the other is changed',
    resources: [
      { ...registryPolicy('management', [ALLOWED]), before: { policy: '{"Statement":[]}' } },
      gone(TWO[1]!),
    ],
    finds: [['aws_ecr_registry_policy.management', 'is changed here', 'where the destroy comes last']],
  },
  {
    name: 'a policy that a replacement left over is destroyed, and with it the one that is there',
    resources: [
      repositoryPolicy('develop', [ALLOWED], 'there'),
      { ...repositoryPolicy('develop', [ALLOWED], 'destroyed'), change: { isDeposed: true } },
    ],
    finds: [['aws_ecr_repository_policy.develop', 'left over from a replacement, is destroyed', 'once more']],
  },
  {
    name: 'a repository is forgotten, and created where it is',
    plans: [
      planOf(
        [{ ...held('develop', 'my-repo', 'destroyed'), change: { action: 'forget' } }],
        undefined,
        'a.json',
      ),
      planOf([held('develop')], undefined, 'b.json'),
    ],
    finds: [
      [
        'aws_ecr_repository.develop["my-repo"]',
        `'aws_ecr_repository.develop["my-repo"]' of a.json, which is forgotten, leaves it there`,
        'RepositoryAlreadyExistsException',
        'import {\n  to = aws_ecr_repository.develop["my-repo"]\n  id = "my-repo"\n}',
      ],
    ],
  },
  {
    name: 'a replacement that forgets the repository and creates it under its name',
    resources: [
      { ...held('develop', 'my-repo', 'destroyed'), change: { action: 'forget' } },
      { ...held('develop'), change: { replacedFor: ['encryption_configuration'] } },
    ],
    finds: [['aws_ecr_repository.develop["my-repo"]', 'Leave encryption_configuration as it is']],
  },
  {
    name: 'a repository is forgotten, and imported elsewhere',
    resources: [
      { ...held('develop', 'my-repo', 'destroyed'), change: { action: 'forget' } },
      { ...held('develop', 'my-repo', 'there'), name: 'other', change: { isImported: true } },
    ],
    finds: [],
  },
  {
    name: 'a repository is forgotten, and one of another name is created',
    resources: [
      { ...held('develop', 'old', 'destroyed'), change: { action: 'forget' } },
      held('develop', 'my-repo'),
    ],
    finds: [],
  },
  {
    name: 'one is forgotten',
    resources: [TWO[0]!, { ...gone(TWO[1]!), change: { action: 'forget' } }],
    finds: [],
  },
  {
    name: 'an object that a replacement left over',
    resources: [held('develop'), { ...held('develop', 'my-repo', 'destroyed'), change: { isDeposed: true } }],
    finds: [],
  },
  {
    name: 'registries whose Region no plan tells are none of them the same',
    plans: ['app.json', 'web.json'].map((file) =>
      planOf([{ ...TWO[0]! }], { management: { account: '999999999999' } }, file),
    ),
    finds: [],
  },
  {
    name: 'two creation templates, and two caches, for one prefix: ECR takes no second one',
    resources: [
      setting(CACHE, HUB, 'a'),
      setting(CACHE, HUB, 'b'),
      template('team', 'a'),
      template('team', 'b'),
    ],
    finds: [
      [
        `${CACHE}.a`,
        "one pull-through cache for the prefix 'hub'",
        'PullThroughCacheRuleAlreadyExistsException',
      ],
      [`${CACHE}.b`, 'the second apply fails, for ECR has one already'],
      [`${TEMPLATE}.a`, "one creation template for the prefix 'team'", 'TemplateAlreadyExistsException'],
      [`${TEMPLATE}.b`, `'${TEMPLATE}.a' manages it too`],
    ],
  },
  {
    name: 'templates for two prefixes, and for one prefix of two registries',
    resources: [
      template('team', 'a'),
      template('teams', 'b'),
      { ...template('team', 'c'), provider: 'management' },
    ],
    finds: [],
  },
  {
    name: 'an account setting that two manage',
    resources: [setting(SETTING, SCOPE, 'a'), setting(SETTING, SCOPE, 'b')],
    finds: [
      [
        `${SETTING}.a`,
        "one value of the account setting 'REGISTRY_POLICY_SCOPE'",
        'the one applied last wins',
      ],
      [`${SETTING}.b`],
    ],
    lacks: ['AlreadyExists'],
  },
  {
    name: 'an account setting that is managed no more at one of two addresses, where nothing is taken away',
    resources: [setting(SETTING, SCOPE, 'a'), gone(setting(SETTING, SCOPE, 'b'))],
    finds: [],
  },
  {
    name: 'a template that got another address without a moved block',
    resources: [template('team', 'a'), gone(template('team', 'b'))],
    finds: [
      [
        `${TEMPLATE}.a`,
        'where it is created first, the apply fails, for ECR has one already (TemplateAlreadyExistsException)',
        'add a moved block to the root module',
      ],
    ],
  },
  {
    name: 'a cache that is forgotten at one address and created at another',
    resources: [
      setting(CACHE, HUB, 'a'),
      { ...gone(setting(CACHE, HUB, 'b')), change: { action: 'forget' } },
    ],
    finds: [
      [
        `${CACHE}.a`,
        "The pull-through cache for the prefix 'hub' (111111111111 in ap-northeast-1) is created here",
        'Import it instead of creating it.',
        'id = "hub"',
      ],
    ],
  },
]);
