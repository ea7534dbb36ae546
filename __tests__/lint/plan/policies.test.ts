import { crossAccountWildcard } from '../../../src/lint/plan/cross-account-wildcard';
import { countedLength, policyTooLarge } from '../../../src/lint/plan/policy-too-large';
import { registryPolicyTooBroad } from '../../../src/lint/plan/registry-policy-too-broad';
import { planOf, policy, type ResourceParts } from '../../plan/plans';
import { APP, onRegistry, onRepository, OTHER, PULL, REGISTRY } from './policy-resources';
import { testRule } from './rule-cases';

const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const allow = (action: string | readonly string[], principal: object = OTHER) => ({
  Sid: 'Wide',
  Effect: 'Allow',
  Principal: principal,
  Action: action,
});

testRule(crossAccountWildcard, [
  ...['ecr:*', '*', 'ecr:Delete*', 'ecr:?etRepositoryPolicy'].map((action) => ({
    name: action,
    resources: [onRepository(allow(action))],
    finds: [[APP, `statement 'Wide' lets account 222222222222 do ${action}, which takes in ecr:`] as const],
  })),
  {
    name: 'NotAction',
    resources: [onRepository({ Effect: 'Allow', Principal: OTHER, NotAction: 'ecr:DeleteRepository' })],
    finds: [[APP, 'do everything but ecr:DeleteRepository, which takes in ecr:BatchDeleteImage']],
  },
  {
    name: 'reports only the actions with a wildcard',
    resources: [onRepository(allow([...PULL, 'ecr:Delete*']))],
    finds: [[APP, "statement 'Wide' lets account 222222222222 do ecr:Delete*, which takes in ecr:Delete"]],
  },
  {
    name: 'reports an account if the account of the registry is unknown',
    plans: [planOf([onRepository(allow('ecr:*'))], { develop: { region: 'ap-northeast-1' } })],
    finds: [[APP, 'account 222222222222 (which may be its own account, for the plans do not tell that) do']],
  },
  {
    name: 'reports several accounts if the account of the registry is unknown',
    plans: [
      planOf([onRepository(allow('ecr:*', { AWS: ['222222222222', '333333333333'] }))], {
        develop: { region: 'ap-northeast-1' },
      }),
    ],
    finds: [[APP, "statement 'Wide' lets account 222222222222, account 333333333333 do"]],
  },
  {
    name: 'reports an organization',
    resources: [
      onRepository({
        ...allow('ecr:*', { AWS: '*' }),
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      }),
    ],
    finds: [[APP, 'organization o-abcdefghij']],
  },
  {
    name: 'reports a registry policy',
    resources: [onRegistry({ ...allow('ecr:*'), Resource: '*' })],
    finds: [[REGISTRY, 'The registry policy of 999999999999']],
  },
  {
    name: 'reports a principal with a wildcard',
    resources: [onRepository(allow(PULL, { AWS: 'arn:aws:iam::222222222222:role/*' }))],
    finds: [[APP, 'AWS takes no wildcard in a principal', 'ArnLike aws:PrincipalArn']],
  },
  {
    name: 'does not report the owning account',
    resources: [onRepository(allow('ecr:*', root('111111111111')))],
    finds: [],
  },
  {
    name: 'does not report the owning account by its ID',
    resources: [onRepository(allow('ecr:*', { AWS: '111111111111' }))],
    finds: [],
  },
  {
    name: 'does not report actions without a wildcard',
    resources: [onRepository(allow(['ecr:DeleteRepository']))],
    finds: [],
  },
  {
    name: 'does not report a wildcard that matches only read actions',
    resources: [onRepository(allow('ecr:Get*'))],
    finds: [],
  },
  {
    name: 'does not report a service',
    resources: [onRepository(allow('ecr:*', { Service: 'codebuild.amazonaws.com' }))],
    finds: [],
  },
  {
    name: 'does not report a Deny',
    resources: [onRepository({ ...allow('ecr:*'), Effect: 'Deny' })],
    finds: [],
  },
  {
    name: 'does not report any AWS account, which public-access reports',
    resources: [onRepository(allow('ecr:*', { AWS: '*' }))],
    finds: [],
  },
]);

const replicates = (...filters: readonly string[]): ResourceParts => ({
  type: 'aws_ecr_replication_configuration',
  provider: 'develop',
  after: {
    replication_configuration: [
      {
        rule: [
          {
            destination: [{ region: 'ap-northeast-1', registry_id: '999999999999' }],
            repository_filter: filters.map((filter) => ({ filter, filter_type: 'PREFIX_MATCH' })),
          },
        ],
      },
    ],
  },
});
const destinationPolicy = (resource: string | readonly string[], parts: object = {}) =>
  onRegistry({
    Sid: 'Replicate',
    Effect: 'Allow',
    Principal: root('111111111111'),
    Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
    Resource: resource,
    ...parts,
  });
const ARN = 'arn:aws:ecr:ap-northeast-1:999999999999:repository/';

const there = (parts: ResourceParts): ResourceParts => ({ ...parts, before: parts.after ?? {} });
const unchangedRules = (...filters: readonly string[]) => there(replicates(...filters));

testRule(registryPolicyTooBroad, [
  ...['*', `${ARN}*`, `${ARN}p*`, 'arn:aws:ecr:*:*:repository/*'].map((resource) => ({
    name: `reports ${resource} if the rules replicate prod/`,
    resources: [replicates('prod/'), destinationPolicy(resource)],
    finds: [
      [
        REGISTRY,
        `lets account 111111111111 replicate into ${resource} (statement 'Replicate')`,
        "only what starts with 'prod/'",
        `would do: ${ARN}prod/*.`,
      ] as const,
    ],
  })),
  {
    name: 'reports NotResource',
    resources: [replicates('prod/'), destinationPolicy([], { Resource: undefined, NotResource: `${ARN}x` })],
    finds: [[REGISTRY, `everything but ${ARN}x`]],
  },
  ...[`${ARN}prod/*`, `${ARN}prod/team-*`, `${ARN}prod/app`].map((resource) => ({
    name: `does not report ${resource} if the rules replicate prod/`,
    resources: [replicates('prod/'), destinationPolicy(resource)],
    finds: [],
  })),
  {
    name: 'does not report all repositories if the rules replicate all',
    resources: [replicates(), destinationPolicy('*')],
    finds: [],
  },
  {
    name: 'does not report the AWS example if the source is in no plan',
    resources: [destinationPolicy(`${ARN}*`, { Principal: OTHER })],
    finds: [],
  },
  {
    name: 'does not report two sources of which one is unknown',
    resources: [
      replicates('prod/'),
      destinationPolicy('*', { Principal: { AWS: ['111111111111', '222222222222'] } }),
    ],
    finds: [],
  },
  {
    name: 'reports more than replication in all repositories',
    resources: [destinationPolicy(`${ARN}*`, { Principal: OTHER, Action: PULL })],
    finds: [[REGISTRY, 'lets account 222222222222 pull in every repository there is']],
  },
  {
    name: 'does not report more than replication in some repositories',
    resources: [destinationPolicy(`${ARN}team/*`, { Principal: OTHER, Action: PULL })],
    finds: [],
  },
  {
    name: 'does not report the owning account',
    resources: [destinationPolicy('*', { Principal: root('999999999999'), Action: 'ecr:*' })],
    finds: [],
  },
  {
    name: 'does not report a Deny',
    resources: [replicates('prod/'), destinationPolicy('*', { Effect: 'Deny' })],
    finds: [],
  },
  {
    name: 'does not report a policy and rules that do not change',
    resources: [unchangedRules('prod/'), there(destinationPolicy('*'))],
    finds: [],
  },
  {
    name: 'reports a policy and rules that do not change if unchanged is set',
    resources: [unchangedRules('prod/'), there(destinationPolicy('*'))],
    options: { unchanged: true },
    finds: [[REGISTRY, 'replicate into *']],
  },
  {
    name: 'reports a policy that does not change if the rules replicate less',
    resources: [{ ...replicates('prod/'), before: replicates().after ?? {} }, there(destinationPolicy('*'))],
    finds: [[REGISTRY, "only what starts with 'prod/'"]],
  },
]);

/** Returns a policy with approximately this number of characters. */
const long = (characters: number) => policy(allow([`ecr:${'x'.repeat(characters)}`]));
const inline = (name: string, characters: number, before?: object): ResourceParts => ({
  type: 'aws_iam_role_policy',
  name,
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  after: {
    name,
    role: 'ci',
    policy: policy({
      Effect: 'Allow',
      Action: 'ecr:PutImage',
      Resource: `arn:aws:ecr:eu-west-1:111111111111:repository/${'x'.repeat(characters)}`,
    }),
  },
});
const lifecycle = (characters: number): ResourceParts => ({
  type: 'aws_ecr_lifecycle_policy',
  provider: 'develop',
  after: { repository: 'app', policy: { rules: 'x'.repeat(characters) } },
});

testRule(policyTooLarge, [
  {
    name: 'reports a repository policy',
    resources: [onRepository(allow([`ecr:${'x'.repeat(10_240)}`]))],
    finds: [
      [
        APP,
        "The repository policy of 'app' (111111111111 in ap-northeast-1) has 10",
        'of which ECR takes 10240',
      ],
    ],
  },
  {
    name: 'reports a registry policy',
    resources: [onRegistry({ ...allow([`ecr:${'x'.repeat(10_240)}`]), Resource: '*' })],
    finds: [[REGISTRY, 'of which ECR takes 10240']],
  },
  {
    name: 'does not report a policy that is within the limit without white space',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        after: { repository: 'app', policy: `${' '.repeat(2_000)}${JSON.stringify(long(9_000))}` },
      },
    ],
    finds: [],
  },
  {
    name: 'does not report a policy that AWS has accepted',
    resources: [
      {
        type: 'aws_ecr_repository_policy',
        name: 'app',
        provider: 'develop',
        before: { repository: 'app', policy: long(10_240) },
        after: { repository: 'app', policy: long(10_240) },
      },
    ],
    finds: [],
  },
  {
    name: 'reports a lifecycle policy',
    resources: [lifecycle(30_720)],
    finds: [['aws_ecr_lifecycle_policy.this', "The lifecycle policy of 'app'", 'of which ECR takes 30720']],
  },
  { name: 'does not report a lifecycle policy within the limit', resources: [lifecycle(30_000)], finds: [] },
  {
    name: 'reports the inline policies of a role together',
    resources: [inline('one', 5_000), inline('two', 5_100)],
    finds: [
      [
        'aws_iam_role_policy.two',
        'The 2 inline policies of arn:aws:iam::111111111111:role/ci have',
        'of which IAM takes 10240 in all',
      ],
    ],
  },
  {
    name: 'does not report inline policies within the limit',
    resources: [inline('one', 5_000), inline('two', 4_000)],
    finds: [],
  },
]);

test.each([
  ['{ "a" : "b c" }', 11],
  ['{"a":"\\" x"}', 12],
  ['"\\\\" : 1', 6],
  ['"', 1],
])('counts %s as %i characters', (text, length) => {
  expect(countedLength(text)).toBe(length);
});

test('counts a text that is not JSON in linear time', () => {
  // CPU time: milliseconds if linear, hours if quadratic.
  const started = process.cpuUsage();
  expect(countedLength('"\\'.repeat(500_000))).toBeGreaterThan(0);
  expect(process.cpuUsage(started).user).toBeLessThan(20_000_000);
});
