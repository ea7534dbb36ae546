import { crossAccountWildcard } from '../../../src/plan/rules/cross-account-wildcard';
import { countedLength, policyTooLarge } from '../../../src/plan/rules/policy-too-large';
import { registryPolicyTooBroad } from '../../../src/plan/rules/registry-policy-too-broad';
import { planOf, policy, type ResourceParts } from '../plans';
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
    name: 'of several actions, those with a wildcard',
    resources: [onRepository(allow([...PULL, 'ecr:Delete*']))],
    finds: [[APP, "statement 'Wide' lets account 222222222222 do ecr:Delete*, which takes in ecr:Delete"]],
  },
  {
    name: 'an account, where the plans do not tell whose the registry is',
    plans: [planOf([onRepository(allow('ecr:*'))], { develop: { region: 'ap-northeast-1' } })],
    finds: [[APP, 'account 222222222222 (which may be its own account, for the plans do not tell that) do']],
  },
  {
    name: 'several accounts, where the plans do not tell whose the registry is',
    plans: [
      planOf([onRepository(allow('ecr:*', { AWS: ['222222222222', '333333333333'] }))], {
        develop: { region: 'ap-northeast-1' },
      }),
    ],
    finds: [[APP, "statement 'Wide' lets account 222222222222, account 333333333333 do"]],
  },
  {
    name: 'an organization',
    resources: [
      onRepository({
        ...allow('ecr:*', { AWS: '*' }),
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      }),
    ],
    finds: [[APP, 'organization o-abcdefghij']],
  },
  {
    name: 'a registry policy',
    resources: [onRegistry({ ...allow('ecr:*'), Resource: '*' })],
    finds: [[REGISTRY, 'The registry policy of 999999999999']],
  },
  {
    name: 'a principal with a wildcard',
    resources: [onRepository(allow(PULL, { AWS: 'arn:aws:iam::222222222222:role/*' }))],
    finds: [[APP, 'AWS takes no wildcard in a principal', 'ArnLike aws:PrincipalArn']],
  },
  { name: 'the own account', resources: [onRepository(allow('ecr:*', root('111111111111')))], finds: [] },
  {
    name: 'the own account, by its id',
    resources: [onRepository(allow('ecr:*', { AWS: '111111111111' }))],
    finds: [],
  },
  { name: 'actions by name', resources: [onRepository(allow(['ecr:DeleteRepository']))], finds: [] },
  { name: 'a wildcard that reads', resources: [onRepository(allow('ecr:Get*'))], finds: [] },
  {
    name: 'a service',
    resources: [onRepository(allow('ecr:*', { Service: 'codebuild.amazonaws.com' }))],
    finds: [],
  },
  { name: 'a denial', resources: [onRepository({ ...allow('ecr:*'), Effect: 'Deny' })], finds: [] },
  {
    name: 'everybody, which public-access says',
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
const takes = (resource: string | readonly string[], parts: object = {}) =>
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
    name: `${resource} where prod/ is replicated`,
    resources: [replicates('prod/'), takes(resource)],
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
    name: 'all but one',
    resources: [replicates('prod/'), takes([], { Resource: undefined, NotResource: `${ARN}x` })],
    finds: [[REGISTRY, `everything but ${ARN}x`]],
  },
  ...[`${ARN}prod/*`, `${ARN}prod/team-*`, `${ARN}prod/app`].map((resource) => ({
    name: `${resource} where prod/ is replicated`,
    resources: [replicates('prod/'), takes(resource)],
    finds: [],
  })),
  { name: 'everything, where everything is replicated', resources: [replicates(), takes('*')], finds: [] },
  {
    name: "AWS's own example, where the source is in no plan",
    resources: [takes(`${ARN}*`, { Principal: OTHER })],
    finds: [],
  },
  {
    name: 'one source is known, and the other is not',
    resources: [replicates('prod/'), takes('*', { Principal: { AWS: ['111111111111', '222222222222'] } })],
    finds: [],
  },
  {
    name: 'more than replication, everywhere',
    resources: [takes(`${ARN}*`, { Principal: OTHER, Action: PULL })],
    finds: [[REGISTRY, 'lets account 222222222222 pull in every repository there is']],
  },
  {
    name: 'more than replication, in some',
    resources: [takes(`${ARN}team/*`, { Principal: OTHER, Action: PULL })],
    finds: [],
  },
  {
    name: 'the own account',
    resources: [takes('*', { Principal: root('999999999999'), Action: 'ecr:*' })],
    finds: [],
  },
  { name: 'a denial', resources: [replicates('prod/'), takes('*', { Effect: 'Deny' })], finds: [] },
  {
    name: 'a policy and rules that the plans do not change',
    resources: [unchangedRules('prod/'), there(takes('*'))],
    finds: [],
  },
  {
    name: 'a policy and rules that the plans do not change, if those are wanted too',
    resources: [unchangedRules('prod/'), there(takes('*'))],
    options: { unchanged: true },
    finds: [[REGISTRY, 'replicate into *']],
  },
  {
    name: 'a policy that the plans do not change, where they replicate less',
    resources: [{ ...replicates('prod/'), before: replicates().after ?? {} }, there(takes('*'))],
    finds: [[REGISTRY, "only what starts with 'prod/'"]],
  },
]);

/** A policy of about so many characters. */
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
    name: 'a repository policy',
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
    name: 'a registry policy',
    resources: [onRegistry({ ...allow([`ecr:${'x'.repeat(10_240)}`]), Resource: '*' })],
    finds: [[REGISTRY, 'of which ECR takes 10240']],
  },
  {
    name: 'white space is not counted',
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
    name: 'what AWS took before',
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
    name: 'a lifecycle policy',
    resources: [lifecycle(30_720)],
    finds: [['aws_ecr_lifecycle_policy.this', "The lifecycle policy of 'app'", 'of which ECR takes 30720']],
  },
  { name: 'a lifecycle policy that will do', resources: [lifecycle(30_000)], finds: [] },
  {
    name: 'inline policies of a role together',
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
    name: 'inline policies that will do',
    resources: [inline('one', 5_000), inline('two', 4_000)],
    finds: [],
  },
]);

test.each([
  ['{ "a" : "b c" }', 11],
  ['{"a":"\\" x"}', 12],
  ['"\\\\" : 1', 6],
  ['"', 1],
])('%s counts as %i characters', (text, length) => {
  expect(countedLength(text)).toBe(length);
});

test('is linear in a text that is no JSON', () => {
  // In CPU time, which is milliseconds if it is linear and hours if it is quadratic.
  const started = process.cpuUsage();
  expect(countedLength('"\\'.repeat(500_000))).toBeGreaterThan(0);
  expect(process.cpuUsage(started).user).toBeLessThan(20_000_000);
});
