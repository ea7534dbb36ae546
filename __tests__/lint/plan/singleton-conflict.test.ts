import { singletonConflict } from '../../../src/lint/plan/singleton-conflict';
import { planOf, type ResourceParts } from '../../plan/plans';
import {
  ALLOWED,
  configuration,
  repositoryIn,
  registryPolicy,
  replication,
  repositoryPolicy,
} from '../../plan/replicating';
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
const destroyed = ({ after, ...rest }: ResourceParts): ResourceParts => ({ ...rest, before: after! });
const TEMPLATE = 'aws_ecr_repository_creation_template';
const CACHE = 'aws_ecr_pull_through_cache_rule';
const SETTING = 'aws_ecr_account_setting';
const EXCLUSION = 'aws_ecr_pull_time_update_exclusion';
const SCANNER = { principal_arn: 'arn:aws:iam::111111111111:role/scanner' };
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
    name: 'reports two registry policies of one registry',
    resources: TWO,
    finds: [
      [
        'aws_ecr_registry_policy.app',
        "'aws_ecr_registry_policy.web' also manages it",
        'The last apply overwrites it',
      ],
      ['aws_ecr_registry_policy.web', "'aws_ecr_registry_policy.app' also manages it", 'destroy = false'],
    ],
  },
  { name: 'does not report one registry policy', resources: TWO.slice(1), finds: [] },
  {
    name: 'does not report registry policies of two registries',
    resources: [registryPolicy('management', [ALLOWED]), registryPolicy('develop', [ALLOWED])],
    finds: [],
  },
  {
    name: 'reports registry policies of two plans',
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
    name: 'reports two replication configurations',
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
    name: 'reports two policies of one repository',
    resources: [
      repositoryPolicy('develop', [ALLOWED]),
      { ...repositoryPolicy('develop', [ALLOWED]), name: 'other' },
    ],
    finds: [
      [
        'aws_ecr_repository_policy.develop',
        "The repository 'my-repo' (111111111111 in ap-northeast-1) can have only one policy",
      ],
      ['aws_ecr_repository_policy.other'],
    ],
  },
  {
    name: 'reports a repository that two plans create',
    plans: [
      planOf([repositoryIn('develop')], undefined, 'app.json'),
      planOf([repositoryIn('develop', 'my-repo', 'there')], undefined, 'web.json'),
    ],
    finds: [
      ['aws_ecr_repository.develop["my-repo"]', 'RepositoryAlreadyExistsException', 'of web.json'],
      ['aws_ecr_repository.develop["my-repo"]', 'of app.json'],
    ],
  },
  {
    name: 'does not report repositories with other names or in other registries',
    resources: [repositoryIn('develop'), repositoryIn('develop', 'other'), repositoryIn('management')],
    finds: [],
  },
  {
    name: 'reports an object that is destroyed at one address and created at another',
    resources: [TWO[0]!, destroyed(TWO[1]!)],
    finds: [['aws_ecr_registry_policy.app', 'If the destroy runs last, it is deleted', 'moved {']],
  },
  {
    name: 'reports an object that is destroyed by one plan and created by another',
    plans: [planOf([TWO[0]!], undefined, 'new.json'), planOf([destroyed(TWO[1]!)], undefined, 'old.json')],
    finds: [['aws_ecr_registry_policy.app', 'of old.json', 'import it here']],
  },
  {
    name: 'reports an object that is destroyed at one address and unchanged at another',
    resources: [{ ...TWO[0]!, before: TWO[0]!.after! }, destroyed(TWO[1]!)],
    finds: [
      [
        'aws_ecr_registry_policy.app',
        "does not change here while 'aws_ecr_registry_policy.web' is destroyed. The destroy deletes it",
        "'removed' block that has destroy = false",
      ],
    ],
  },
  {
    name: 'reports an object that is destroyed at one address and changed at another',
    resources: [
      { ...registryPolicy('management', [ALLOWED]), before: { policy: '{"Statement":[]}' } },
      destroyed(TWO[1]!),
    ],
    finds: [['aws_ecr_registry_policy.management', 'is changed here', 'If the destroy runs last']],
  },
  {
    name: 'reports a deposed policy whose destroy deletes the current one',
    resources: [
      repositoryPolicy('develop', [ALLOWED], 'there'),
      { ...repositoryPolicy('develop', [ALLOWED], 'destroyed'), change: { isDeposed: true } },
    ],
    finds: [['aws_ecr_repository_policy.develop', '(deposed) is destroyed', 'plan and apply again']],
  },
  {
    name: 'reports a repository that is forgotten and created at another address',
    plans: [
      planOf(
        [{ ...repositoryIn('develop', 'my-repo', 'destroyed'), change: { action: 'forget' } }],
        undefined,
        'a.json',
      ),
      planOf([repositoryIn('develop')], undefined, 'b.json'),
    ],
    finds: [
      [
        'aws_ecr_repository.develop["my-repo"]',
        `'aws_ecr_repository.develop["my-repo"]' of a.json is removed only from the state and remains in AWS`,
        'RepositoryAlreadyExistsException',
        'import {\n  to = aws_ecr_repository.develop["my-repo"]\n  id = "my-repo"\n}',
      ],
    ],
  },
  {
    name: 'reports a replacement that forgets the repository and creates it with the same name',
    resources: [
      { ...repositoryIn('develop', 'my-repo', 'destroyed'), change: { action: 'forget' } },
      { ...repositoryIn('develop'), change: { replacedFor: ['encryption_configuration'] } },
    ],
    finds: [['aws_ecr_repository.develop["my-repo"]', 'Keep encryption_configuration unchanged']],
  },
  {
    name: 'does not report a repository that is forgotten and imported at another address',
    resources: [
      { ...repositoryIn('develop', 'my-repo', 'destroyed'), change: { action: 'forget' } },
      { ...repositoryIn('develop', 'my-repo', 'there'), name: 'other', change: { isImported: true } },
    ],
    finds: [],
  },
  {
    name: 'does not report a repository that is forgotten, and one with another name that is created',
    resources: [
      { ...repositoryIn('develop', 'old', 'destroyed'), change: { action: 'forget' } },
      repositoryIn('develop', 'my-repo'),
    ],
    finds: [],
  },
  {
    name: 'does not report an object that is forgotten',
    resources: [TWO[0]!, { ...destroyed(TWO[1]!), change: { action: 'forget' } }],
    finds: [],
  },
  {
    name: 'does not report a deposed object',
    resources: [
      repositoryIn('develop'),
      { ...repositoryIn('develop', 'my-repo', 'destroyed'), change: { isDeposed: true } },
    ],
    finds: [],
  },
  {
    name: 'does not report registries with unknown Regions',
    plans: ['app.json', 'web.json'].map((file) =>
      planOf([{ ...TWO[0]! }], { management: { account: '999999999999' } }, file),
    ),
    finds: [],
  },
  {
    name: 'reports two creation templates or cache rules for one prefix, which ECR refuses',
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
      [`${CACHE}.b`, 'The second apply fails, because ECR already has one'],
      [`${TEMPLATE}.a`, "one creation template for the prefix 'team'", 'TemplateAlreadyExistsException'],
      [`${TEMPLATE}.b`, `'${TEMPLATE}.a' also manages it`],
    ],
  },
  {
    name: 'does not report templates for two prefixes, or for one prefix of two registries',
    resources: [
      template('team', 'a'),
      template('teams', 'b'),
      { ...template('team', 'c'), provider: 'management' },
    ],
    finds: [],
  },
  {
    name: 'reports two exclusions of one principal, which ECR refuses',
    resources: [setting(EXCLUSION, SCANNER, 'a'), setting(EXCLUSION, SCANNER, 'b')],
    finds: [
      [
        `${EXCLUSION}.a`,
        "one pull time update exclusion of 'arn:aws:iam::111111111111:role/scanner'",
        'ExclusionAlreadyExistsException',
      ],
      [`${EXCLUSION}.b`],
    ],
  },
  {
    name: 'reports an account setting with two resources',
    resources: [setting(SETTING, SCOPE, 'a'), setting(SETTING, SCOPE, 'b')],
    finds: [
      [
        `${SETTING}.a`,
        "one value of the account setting 'REGISTRY_POLICY_SCOPE'",
        'The last apply overwrites it',
      ],
      [`${SETTING}.b`],
    ],
    lacks: ['AlreadyExists'],
  },
  {
    name: 'does not report an account setting that is destroyed at one of two addresses, which has no effect',
    resources: [setting(SETTING, SCOPE, 'a'), destroyed(setting(SETTING, SCOPE, 'b'))],
    finds: [],
  },
  {
    name: 'reports a template with a new address without a moved block',
    resources: [template('team', 'a'), destroyed(template('team', 'b'))],
    finds: [
      [
        `${TEMPLATE}.a`,
        'If the create runs first, the apply fails, because ECR already has one (TemplateAlreadyExistsException)',
        'add a moved block to the root module',
      ],
    ],
  },
  {
    name: 'reports a cache rule that is forgotten at one address and created at another',
    resources: [
      setting(CACHE, HUB, 'a'),
      { ...destroyed(setting(CACHE, HUB, 'b')), change: { action: 'forget' } },
    ],
    finds: [
      [
        `${CACHE}.a`,
        "Creates the pull-through cache for the prefix 'hub' (111111111111 in ap-northeast-1)",
        'Import it instead of creating it.',
        'id = "hub"',
      ],
    ],
  },
]);
