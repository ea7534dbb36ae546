import { caches } from '../../declaration/changed-base';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const SECRET = 'arn:aws:secretsmanager:ap-northeast-1:999999999999:secret:ecr-pullthroughcache/hub-AbCdEf';
const ROLE = 'arn:aws:iam::999999999999:role/cache';
const QUAY = '{ prefix: quay, upstream: quay.io }';

describeDiagnostics('cache-upstreams', {
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
    {
      bad: caches('{ prefix: hub, upstream: «harbor.example.com» }'),
      message: "ECR cannot pull from 'harbor.example.com'",
    },
    {
      bad: caches('{ prefix: hub, upstream: «111111111111.dkr.ecr.us-west-9.amazonaws.com» }'),
      message: 'not a known AWS Region',
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
      message: "in partition aws-cn, but 'management' is in partition aws",
    },
  ],
  'cache/credentials': [
    {
      bad: caches('«{ prefix: hub, upstream: registry-1.docker.io }»'),
      message: 'in a secret named ecr-pullthroughcache/<name>',
      good: caches(`{ prefix: hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }`),
    },
    {
      bad: caches(
        `{ prefix: hub, upstream: ghcr.io, credentialArn: «"${SECRET.replace('999999999999', '111111111111')}"» }`,
      ),
      message: "The secret is in account 111111111111, but 'management' is in account 'management'",
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
      message: "Start the ARN with 'arn:aws:'",
    },
    {
      bad: caches(
        `{ prefix: dev, upstream: develop, «credentialArn»: "${SECRET}", customRoleArn: "${ROLE}" }`,
      ),
      message: "'credentialArn' has no effect for an ECR upstream",
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
      message: "Use a role in account 'management'",
    },
    {
      bad: caches(
        '{ prefix: dev, upstream: develop, customRoleArn: «"arn:aws-cn:iam::999999999999:role/cache"» }',
      ),
      message: "Start the ARN with 'arn:aws:'",
    },
    {
      bad: caches(`{ prefix: quay, upstream: quay.io, «customRoleArn»: "${ROLE}" }`),
      message: "'customRoleArn' has no effect for quay.io",
      good: caches(QUAY),
    },
  ],
});
