import { cacheRuleRefused } from '../../../src/lint/plan/cache-rule-refused';
import { unchanged, type ResourceParts } from '../../plan/plans';
import { CACHE_RULE_TYPE, cacheRule, cacheRuleValues, HUB } from './cache-rule-resources';
import { testRule } from './rule-cases';

const OTHER_REGISTRY = '222222222222.dkr.ecr.ap-northeast-1.amazonaws.com';
const secret = (name: string, account = '111111111111', region = 'ap-northeast-1') =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
const newCacheRule = (upstream: string, rest: object = {}, parts: Partial<ResourceParts> = {}) =>
  cacheRule(undefined, cacheRuleValues(upstream, rest), parts);
const OWN_REGISTRY = '111111111111.dkr.ecr.us-west-1.amazonaws.com';
const ROLE = 'arn:aws:iam::111111111111:role/ecr';
const SECRET = secret('ecr-pullthroughcache/x-AbCdEf');
const REFUSED: readonly (readonly [string, ResourceParts, ...string[]])[] = [
  [
    'Docker Hub without a secret',
    newCacheRule('registry-1.docker.io'),
    'registry-1.docker.io requires credentials',
    'ecr-pullthroughcache/',
  ],
  ['GitHub without a secret', newCacheRule('ghcr.io'), 'credential_arn is not set'],
  ['Azure without a secret', newCacheRule('shop.azurecr.io'), 'shop.azurecr.io requires credentials'],
  [
    'a secret of another name',
    newCacheRule('ghcr.io', { credential_arn: secret('github-AbCdEf') }),
    'must start with ecr-pullthroughcache/',
  ],
  [
    'a secret of another account',
    newCacheRule('ghcr.io', { credential_arn: secret('ecr-pullthroughcache/x-AbCdEf', '222222222222') }),
    'a secret of 222222222222',
  ],
  [
    'a secret of another Region',
    newCacheRule('ghcr.io', {
      credential_arn: secret('ecr-pullthroughcache/x-AbCdEf', undefined, 'us-west-1'),
    }),
    'in us-west-1',
  ],
  [
    'an upstream that ECR does not support',
    newCacheRule('harbor.example.com'),
    "'harbor.example.com' is not an upstream",
    'UnsupportedUpstreamRegistryException',
  ],
  ['docker.io', newCacheRule('docker.io'), "Use 'registry-1.docker.io'."],
  [
    'the registry itself',
    newCacheRule('111111111111.dkr.ecr.ap-northeast-1.amazonaws.com'),
    'its own upstream',
  ],
  [
    'a registry of another account without a role',
    newCacheRule(OTHER_REGISTRY),
    'another account (222222222222)',
    'custom_role_arn',
  ],
  [
    'a role of another account',
    newCacheRule(OTHER_REGISTRY, { custom_role_arn: 'arn:aws:iam::222222222222:role/ecr' }),
    'custom_role_arn is a role of another account (222222222222)',
    'a role of 111111111111 that trusts',
  ],
  [
    'ROOT with a namespace upstream',
    newCacheRule('quay.io', { ecr_repository_prefix: 'ROOT', upstream_repository_prefix: 'x' }),
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
    resources: ['quay.io', 'public.ecr.aws', 'registry.k8s.io', OWN_REGISTRY].map((host, index) =>
      newCacheRule(host, { ecr_repository_prefix: `c${index}` }, { name: `c${index}` }),
    ),
    finds: [],
  },
  {
    name: 'accepts a secret, a role, and what is known only after apply',
    resources: [
      newCacheRule('ghcr.io', { credential_arn: secret('ecr-pullthroughcache/github-AbCdEf') }),
      newCacheRule('ghcr.io', {}, { name: 'unknown', unknown: { credential_arn: true } }),
      newCacheRule(
        OTHER_REGISTRY,
        { custom_role_arn: 'arn:aws:iam::111111111111:role/ecr' },
        { name: 'role' },
      ),
      newCacheRule('x', {}, { name: 'host', unknown: { upstream_registry_url: true } }),
    ],
    finds: [],
  },
  {
    name: 'does not report a rule that exists',
    resources: [
      unchanged({ type: CACHE_RULE_TYPE, provider: 'develop', before: cacheRuleValues('docker.io') }),
    ],
    finds: [],
  },
  {
    name: 'reports a role that an update removes',
    resources: [
      cacheRule(cacheRuleValues(OWN_REGISTRY, { custom_role_arn: ROLE }), cacheRuleValues(OWN_REGISTRY)),
    ],
    finds: [
      [
        HUB,
        'custom_role_arn is removed',
        'Please set either credential arn or role arn to update the credentials',
        `Or replace the rule, which keeps the cached images: terraform apply -replace=${HUB}`,
      ],
    ],
  },
  {
    name: 'reports a secret that an update removes, and quotes the address for a shell',
    resources: [
      cacheRule(cacheRuleValues('quay.io', { credential_arn: SECRET }), cacheRuleValues('quay.io'), {
        index: 'a',
      }),
    ],
    finds: [[`${HUB}["a"]`, 'credential_arn is removed', `-replace='${HUB}["a"]'`]],
  },
  {
    name: 'accepts the removal of a role by a replacement, of one of two, and of what is known only after apply',
    resources: [
      cacheRule(cacheRuleValues(OWN_REGISTRY, { custom_role_arn: ROLE }), cacheRuleValues(OWN_REGISTRY), {
        replacedFor: ['id'],
      }),
      cacheRule(
        cacheRuleValues(OWN_REGISTRY, { custom_role_arn: ROLE, credential_arn: SECRET }),
        cacheRuleValues(OWN_REGISTRY, { custom_role_arn: ROLE }),
        { name: 'one' },
      ),
      cacheRule(cacheRuleValues(OWN_REGISTRY, { custom_role_arn: ROLE }), cacheRuleValues(OWN_REGISTRY), {
        name: 'unknown',
        unknown: { custom_role_arn: true },
      }),
    ],
    finds: [],
  },
]);
