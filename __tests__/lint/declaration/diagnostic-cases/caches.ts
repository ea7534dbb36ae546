import { base } from '../../../declaration/declarations';
import { many, REPOSITORY, type CasesOf } from './case';

const MANAGEMENT = '  management: { account: management, region: ap-northeast-1 }';

/** Returns `BASE` with pull-through cache rules in the registry of the other account. */
export const caches = (...rules: readonly string[]) =>
  base(
    MANAGEMENT,
    `  management:\n    account: management\n    region: ap-northeast-1\n    pullThroughCache:\n${rules
      .map((rule) => `      - ${rule}\n`)
      .join('')}`.trimEnd(),
  );

const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:999999999999:secret:ecr-pullthroughcache/hub-AbCdEf';
const ROLE = 'arn:aws:iam::999999999999:role/cache';
const QUAY = '{ prefix: quay, upstream: quay.io }';

/** Returns `BASE` with a cache rule in each of two registries. */
const cycle = (rule: string, back: string) =>
  caches(rule.replace('CACHE', `customRoleArn: "${ROLE}"`)).replace(
    '{ account: develop, region: ap-northeast-1 }',
    `{ account: develop, region: ap-northeast-1, pullThroughCache: [{ ${back}, upstream: management, upstreamPrefix: own, customRoleArn: "arn:aws:iam::111111111111:role/cache" }] }`,
  );

const PREFIX: CasesOf<'cache'>['cache/prefix'] = [
  {
    bad: caches(`{ prefix: «"quay/*"», upstream: quay.io }`),
    message: "it holds '*'",
    good: caches('{ prefix: quay/, upstream: quay.io }'),
  },
  {
    bad: caches(`{ prefix: «${'x'.repeat(31)}», upstream: quay.io }`),
    message: '31 characters, more than 30',
    good: caches(`{ prefix: ${'x'.repeat(30)}, upstream: quay.io }`),
  },
  {
    bad: caches(`{ prefix: dev, upstream: develop, upstreamPrefix: «a--b», customRoleArn: "${ROLE}" }`),
    message: 'which the AWS provider does not take',
    good: caches(`{ prefix: dev, upstream: develop, upstreamPrefix: a-b, customRoleArn: "${ROLE}" }`),
  },
];

export const CACHE_CASES: CasesOf<'cache'> = {
  'cache/prefix': PREFIX,
  'cache/duplicate-prefix': [
    {
      bad: caches(QUAY, '{ prefix: «quay/», upstream: public.ecr.aws }'),
      message: "a pull-through cache rule for 'quay' already",
      good: caches(QUAY, '{ prefix: quay/x, upstream: public.ecr.aws }'),
    },
  ],
  'cache/too-many-rules': [
    {
      bad: caches(
        ...many(51, (index) => {
          const rule = `{ prefix: cache${index}, upstream: quay.io }`;
          return index === 50 ? `«${rule}»` : rule;
        }),
      ),
      message: 'has 51 pull-through cache rules; ECR takes 50',
      good: caches(...many(50, (index) => `{ prefix: cache${index}, upstream: quay.io }`)),
    },
  ],
  'cache/upstream': [
    {
      bad: caches('{ prefix: hub, upstream: «docker.io» }'),
      message: "Did you mean 'registry-1.docker.io'?",
      good: caches(`{ prefix: hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }`),
    },
    {
      bad: caches('{ prefix: quay, upstream: «qauy.io» }'),
      message: "Did you mean 'quay.io'?",
      good: caches(QUAY),
    },
    { bad: caches('{ prefix: hub, upstream: «harbor.example.com» }'), message: 'ECR pulls from no' },
    {
      bad: caches('{ prefix: hub, upstream: «111111111111.dkr.ecr.us-west-9.amazonaws.com» }'),
      message: 'not an AWS Region',
    },
    {
      bad: caches(`{ prefix: dev, upstream: «develp», customRoleArn: "${ROLE}" }`),
      message: "Did you mean 'develop'?",
      good: caches(`{ prefix: dev, upstream: develop, customRoleArn: "${ROLE}" }`),
    },
    { bad: caches('{ prefix: own, upstream: «management» }'), message: 'its own upstream' },
    {
      bad: caches('{ prefix: own, upstream: «999999999999.dkr.ecr.ap-northeast-1.amazonaws.com» }'),
      message: 'its own upstream',
      good: caches('{ prefix: own, upstream: 999999999999.dkr.ecr.us-west-1.amazonaws.com }'),
    },
    {
      bad: caches(
        `{ prefix: cn, upstream: «111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn», customRoleArn: "${ROLE}" }`,
      ),
      message: 'in the partition aws-cn',
    },
  ],
  'cache/upstream-prefix': [
    {
      bad: caches(`{ prefix: ROOT, upstream: develop, upstreamPrefix: «team», customRoleArn: "${ROLE}" }`),
      message: 'write prefix: team',
      good: caches(`{ prefix: ROOT, upstream: develop, upstreamPrefix: ROOT, customRoleArn: "${ROLE}" }`),
    },
  ],
  'cache/upstream-prefix-not-ecr': [
    {
      bad: caches('{ prefix: quay, upstream: quay.io, upstreamPrefix: «prometheus» }'),
      message: 'upstreams that are ECR',
      good: caches('{ prefix: quay, upstream: quay.io, upstreamPrefix: ROOT }'),
    },
  ],
  'cache/credentials': [
    {
      bad: caches('«{ prefix: hub, upstream: registry-1.docker.io }»'),
      message: 'as ecr-pullthroughcache/<name>',
      good: caches(`{ prefix: hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }`),
    },
    {
      bad: caches(
        `{ prefix: hub, upstream: ghcr.io, credentialArn: «"${SECRET.replace('999999999999', '111111111111')}"» }`,
      ),
      message: "The secret is in account 111111111111, and 'management' in 'management'",
      good: caches(`{ prefix: hub, upstream: ghcr.io, credentialArn: "${SECRET}" }`),
    },
    {
      bad: caches(
        `{ prefix: hub, upstream: ghcr.io, credentialArn: «"${SECRET.replace('ap-northeast-1', 'us-west-1')}"» }`,
      ),
      message: 'The secret is in us-west-1',
    },
    {
      bad: caches(
        `{ prefix: hub, upstream: ghcr.io, credentialArn: «"${SECRET.replace('arn:aws', 'arn:aws-cn')}"» }`,
      ),
      message: 'Start the ARN with arn:aws:',
    },
    {
      bad: caches(
        `{ prefix: dev, upstream: develop, «credentialArn»: "${SECRET}", customRoleArn: "${ROLE}" }`,
      ),
      message: 'with a role, and not with a secret',
      good: caches(`{ prefix: dev, upstream: develop, customRoleArn: "${ROLE}" }`),
    },
  ],
  'cache/role': [
    {
      bad: caches('«{ prefix: dev, upstream: develop }»'),
      message: 'trusts pullthroughcache.ecr.amazonaws.com',
      good: caches(`{ prefix: dev, upstream: develop, customRoleArn: "${ROLE}" }`),
    },
    {
      bad: caches(
        '{ prefix: dev, upstream: develop, customRoleArn: «"arn:aws:iam::111111111111:role/cache"» }',
      ),
      message: "Name a role of 'management'",
    },
    {
      bad: caches(
        '{ prefix: dev, upstream: develop, customRoleArn: «"arn:aws-cn:iam::999999999999:role/cache"» }',
      ),
      message: 'Start the ARN with arn:aws:',
    },
    {
      bad: caches(`{ prefix: quay, upstream: quay.io, «customRoleArn»: "${ROLE}" }`),
      message: 'says nothing to quay.io',
      good: caches(QUAY),
    },
  ],
  'cache/circle': [
    {
      bad: cycle('{ prefix: dev, upstream: «develop», CACHE }', 'prefix: prod'),
      message: "where it is in 'prod', which is cached there",
      good: cycle('{ prefix: dev, upstream: develop, upstreamPrefix: built, CACHE }', 'prefix: prod'),
    },
    {
      bad: cycle('{ prefix: dev, upstream: «develop», upstreamPrefix: team/web, CACHE }', 'prefix: team'),
      message: "comes from 'management' itself",
      good: cycle(
        '{ prefix: dev, upstream: develop, upstreamPrefix: team/web, CACHE }',
        'prefix: team',
      ).replace('pullThroughCache: [', 'pullThroughCache: [{ prefix: team/web, upstream: quay.io }, '),
    },
  ],
  'cache/declared-repository': [
    {
      bad: caches(`{ prefix: «ROOT», upstream: quay.io }`),
      message: "also takes 'my-repo', which is declared in 'management'",
      good: caches(QUAY),
    },
    {
      bad: caches(
        `{ prefix: «quay», upstream: quay.io }`,
        '{ prefix: quay/own, upstream: public.ecr.aws }',
      ).replace(
        REPOSITORY,
        `${REPOSITORY}  quay/mine: { registry: management }\n  quay/yours: { registry: management }\n`,
      ),
      message: "also takes 'quay/mine', 'quay/yours', which are declared",
      good: caches(QUAY).replace(REPOSITORY, `${REPOSITORY}  quays/mine: { registry: management }\n`),
    },
  ],
};
