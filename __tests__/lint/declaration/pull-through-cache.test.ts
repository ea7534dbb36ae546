import { REPOSITORY, caches, many } from '../../declaration/changed-base';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const ROLE = 'arn:aws:iam::999999999999:role/cache';
const QUAY = '{ prefix: quay, upstream: quay.io }';

/** Returns `BASE` with a cache rule in each of two registries. */
const cycle = (rule: string, back: string) =>
  caches(rule.replace('CACHE', `customRoleArn: "${ROLE}"`)).replace(
    '{ account: develop, region: ap-northeast-1 }',
    `{ account: develop, region: ap-northeast-1, pullThroughCache: [{ ${back}, upstream: management, upstreamPrefix: own, customRoleArn: "arn:aws:iam::111111111111:role/cache" }] }`,
  );

describeDiagnostics('pull-through-cache', {
  'cache/duplicate-prefix': [
    {
      bad: caches(QUAY, '{ prefix: «quay/», upstream: public.ecr.aws }'),
      message: "already has a pull-through cache rule for 'quay'",
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
      message: 'has 51 pull-through cache rules. ECR allows 50',
      good: caches(...many(50, (index) => `{ prefix: cache${index}, upstream: quay.io }`)),
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
      message: 'only for ECR upstreams',
      good: caches('{ prefix: quay, upstream: quay.io, upstreamPrefix: ROOT }'),
    },
  ],
  'cache/circle': [
    {
      bad: cycle('{ prefix: dev, upstream: «develop», CACHE }', 'prefix: prod'),
      message: "which pulls repositories in namespace 'prod'",
      good: cycle('{ prefix: dev, upstream: develop, upstreamPrefix: built, CACHE }', 'prefix: prod'),
    },
    {
      bad: cycle('{ prefix: dev, upstream: «develop», upstreamPrefix: team/web, CACHE }', 'prefix: team'),
      message: "in namespace 'team' from 'management'",
      good: cycle(
        '{ prefix: dev, upstream: develop, upstreamPrefix: team/web, CACHE }',
        'prefix: team',
      ).replace('pullThroughCache: [', 'pullThroughCache: [{ prefix: team/web, upstream: quay.io }, '),
    },
  ],
  'cache/declared-repository': [
    {
      bad: caches(`{ prefix: «ROOT», upstream: quay.io }`),
      message: "also matches 'my-repo', which is declared in 'management'",
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
      message: "also matches 'quay/mine', 'quay/yours', which are declared",
      good: caches(QUAY).replace(REPOSITORY, `${REPOSITORY}  quays/mine: { registry: management }\n`),
    },
  ],
});
