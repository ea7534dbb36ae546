import { cacheRuleChanged } from '../../../src/lint/plan/cache-rule-changed';
import { cacheRuleRefused } from '../../../src/lint/plan/cache-rule-refused';
import { unchanged, type ResourceParts } from '../../plan/plans';
import { testRule } from './rule-cases';

const TYPE = 'aws_ecr_pull_through_cache_rule';
const values = (upstream: string, rest: object = {}): object => ({
  ecr_repository_prefix: 'hub',
  upstream_registry_url: upstream,
  upstream_repository_prefix: 'ROOT',
  ...rest,
});
const of = (
  before: object | undefined,
  after: object | undefined,
  parts: Partial<ResourceParts> = {},
): ResourceParts => ({
  type: TYPE,
  name: 'hub',
  provider: 'develop',
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  ...parts,
});
const HUB = `${TYPE}.hub`;
const OTHER = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com';

testRule(cacheRuleChanged, [
  {
    name: 'reports a rule that is removed',
    resources: [of(values('quay.io'), undefined)],
    finds: [
      [
        HUB,
        "The pull-through cache rule 'hub' (111111111111 in ap-northeast-1) is removed",
        "below 'hub/' that are not cached fail",
        'quay.io',
        'Cached images stay.',
      ],
    ],
  },
  {
    name: 'reports a rule whose prefix changes',
    resources: [
      of(values('quay.io'), values('quay.io', { ecr_repository_prefix: 'quay' }), {
        replacedFor: ['ecr_repository_prefix'],
      }),
    ],
    finds: [[HUB, 'is removed', "Its images are below 'quay' from then on."]],
  },
  {
    name: 'reports another upstream',
    resources: [of(values('quay.io'), values('public.ecr.aws'), { replacedFor: ['upstream_registry_url'] })],
    finds: [[HUB, 'gets another upstream', "below 'hub/' come from public.ecr.aws, not from quay.io"]],
  },
  {
    name: 'reports another namespace upstream',
    resources: [
      of(values('public.ecr.aws'), values('public.ecr.aws', { upstream_repository_prefix: 'bitnami' })),
    ],
    finds: [[HUB, 'come from public.ecr.aws/bitnami, not from public.ecr.aws']],
  },
  {
    name: 'reports another upstream in another resource',
    resources: [of(values('quay.io'), undefined), of(undefined, values('public.ecr.aws'), { name: 'new' })],
    finds: [[HUB, 'gets another upstream']],
  },
  {
    name: 'does not report a rule that another resource manages',
    resources: [of(values('quay.io'), undefined), of(undefined, values('quay.io'), { name: 'new' })],
    finds: [],
  },
  {
    name: 'does not report another secret',
    resources: [of(values('ghcr.io', { credential_arn: 'a' }), values('ghcr.io', { credential_arn: 'b' }))],
    finds: [],
  },
  { name: 'does not report a new rule', resources: [of(undefined, values('quay.io'))], finds: [] },
  {
    name: 'does not report a rule that does not change',
    resources: [unchanged({ type: TYPE, provider: 'develop', before: values('quay.io') })],
    finds: [],
  },
  {
    name: 'does not report an upstream that is known only after apply',
    resources: [of(values('quay.io'), values('x'), { unknown: { upstream_registry_url: true } })],
    finds: [],
  },
  {
    name: 'does not report a rule that is forgotten',
    resources: [of(values('quay.io'), undefined, { change: { action: 'forget' } })],
    finds: [],
  },
]);

const secret = (name: string, account = '111111111111', region = 'ap-northeast-1') =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
const put = (upstream: string, rest: object = {}, parts: Partial<ResourceParts> = {}) =>
  of(undefined, values(upstream, rest), parts);
const OWN = '111111111111.dkr.ecr.us-west-1.amazonaws.com';
const ROLE = 'arn:aws:iam::111111111111:role/ecr';
const SECRET = secret('ecr-pullthroughcache/x-AbCdEf');
const REFUSED: readonly (readonly [string, ResourceParts, ...string[]])[] = [
  [
    'Docker Hub without a secret',
    put('registry-1.docker.io'),
    'registry-1.docker.io requires credentials',
    'ecr-pullthroughcache/',
  ],
  ['GitHub without a secret', put('ghcr.io'), 'credential_arn is not set'],
  ['Azure without a secret', put('shop.azurecr.io'), 'shop.azurecr.io requires credentials'],
  [
    'a secret of another name',
    put('ghcr.io', { credential_arn: secret('github-AbCdEf') }),
    'must start with ecr-pullthroughcache/',
  ],
  [
    'a secret of another account',
    put('ghcr.io', { credential_arn: secret('ecr-pullthroughcache/x-AbCdEf', '222222222222') }),
    'a secret of 222222222222',
  ],
  [
    'a secret of another Region',
    put('ghcr.io', { credential_arn: secret('ecr-pullthroughcache/x-AbCdEf', undefined, 'us-west-1') }),
    'in us-west-1',
  ],
  [
    'an upstream that ECR does not support',
    put('harbor.example.com'),
    "'harbor.example.com' is not an upstream",
    'UnsupportedUpstreamRegistryException',
  ],
  ['docker.io', put('docker.io'), "Use 'registry-1.docker.io'."],
  ['the registry itself', put('111111111111.dkr.ecr.ap-northeast-1.amazonaws.com'), 'its own upstream'],
  [
    'a registry of another account without a role',
    put(OTHER),
    'another account (222222222222)',
    'custom_role_arn',
  ],
  [
    'ROOT with a namespace upstream',
    put('quay.io', { ecr_repository_prefix: 'ROOT', upstream_repository_prefix: 'x' }),
    "upstream_repository_prefix = 'x'",
  ],
];

testRule(cacheRuleRefused, [
  ...REFUSED.map(([name, resource, ...texts]) => ({
    name: `reports ${name}`,
    resources: [resource],
    finds: [[HUB, ...texts] as const],
  })),
  {
    name: 'accepts upstreams without credentials',
    resources: ['quay.io', 'public.ecr.aws', 'registry.k8s.io', OWN].map((host, index) =>
      put(host, { ecr_repository_prefix: `c${index}` }, { name: `c${index}` }),
    ),
    finds: [],
  },
  {
    name: 'accepts a secret, a role, and what is known only after apply',
    resources: [
      put('ghcr.io', { credential_arn: secret('ecr-pullthroughcache/github-AbCdEf') }),
      put('ghcr.io', {}, { name: 'unknown', unknown: { credential_arn: true } }),
      put(OTHER, { custom_role_arn: 'arn:aws:iam::111111111111:role/ecr' }, { name: 'role' }),
      put('x', {}, { name: 'host', unknown: { upstream_registry_url: true } }),
    ],
    finds: [],
  },
  {
    name: 'does not report a rule that exists',
    resources: [unchanged({ type: TYPE, provider: 'develop', before: values('docker.io') })],
    finds: [],
  },
  {
    name: 'reports a role that an update removes',
    resources: [of(values(OWN, { custom_role_arn: ROLE }), values(OWN))],
    finds: [
      [
        HUB,
        'custom_role_arn is removed',
        'Please set either credential arn or role arn to update the credentials',
        `replace the rule, which keeps the cached images: terraform apply -replace=${HUB}`,
      ],
    ],
  },
  {
    name: 'reports a secret that an update removes, and quotes the address for a shell',
    resources: [of(values('quay.io', { credential_arn: SECRET }), values('quay.io'), { index: 'a' })],
    finds: [[`${HUB}["a"]`, 'credential_arn is removed', `-replace='${HUB}["a"]'`]],
  },
  {
    name: 'accepts the removal of a role by a replacement, of one of two, and of what is known only after apply',
    resources: [
      of(values(OWN, { custom_role_arn: ROLE }), values(OWN), { replacedFor: ['id'] }),
      of(
        values(OWN, { custom_role_arn: ROLE, credential_arn: SECRET }),
        values(OWN, { custom_role_arn: ROLE }),
        { name: 'one' },
      ),
      of(values(OWN, { custom_role_arn: ROLE }), values(OWN), {
        name: 'unknown',
        unknown: { custom_role_arn: true },
      }),
    ],
    finds: [],
  },
]);
