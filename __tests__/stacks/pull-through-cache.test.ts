import { resourcesOf } from './synthesised';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:999999999999:secret:ecr-pullthroughcache/hub-AbCdEf';
const ROLE = 'arn:aws:iam::999999999999:role/cache';

const text = `accounts:
  build: { id: "111111111111" }
  run: { id: "999999999999" }
registries:
  build: { account: build, region: eu-west-1 }
  run:
    account: run
    region: eu-west-1
    pullThroughCache:
      - { prefix: docker-hub, upstream: registry-1.docker.io, credentialArn: "${SECRET}" }
      - { prefix: dev, upstream: build, upstreamPrefix: team, customRoleArn: "${ROLE}" }
      - { prefix: all/of-it/, upstream: build, customRoleArn: "${ROLE}" }
      - { prefix: ROOT, upstream: public.ecr.aws }
    creationTemplates:
      - { prefix: docker-hub, appliedFor: [PULL_THROUGH_CACHE] }
      - { prefix: team, appliedFor: [CREATE_ON_PUSH] }
repositories:
  team/app: { registry: build }
`;

const after = { depends_on: ['aws_ecr_repository_creation_template.run-docker-hub'], provider: 'aws.run' };

test('pull-through cache rules depend on the templates for their repositories', () => {
  expect(resourcesOf(text, 'aws_ecr_pull_through_cache_rule')).toEqual({
    'run-docker-hub': {
      ...after,
      ecr_repository_prefix: 'docker-hub',
      upstream_registry_url: 'registry-1.docker.io',
      credential_arn: SECRET,
    },
    'run-dev': {
      ...after,
      ecr_repository_prefix: 'dev',
      upstream_registry_url: '111111111111.dkr.ecr.eu-west-1.amazonaws.com',
      upstream_repository_prefix: 'team',
      custom_role_arn: ROLE,
    },
    'run-all_of-it-60f6ffa0': {
      ...after,
      ecr_repository_prefix: 'all/of-it',
      upstream_registry_url: '111111111111.dkr.ecr.eu-west-1.amazonaws.com',
      upstream_repository_prefix: 'ROOT',
      custom_role_arn: ROLE,
    },
    'run-ROOT': { ...after, ecr_repository_prefix: 'ROOT', upstream_registry_url: 'public.ecr.aws' },
  });
});

test('the upstream allows the role to pull the cached namespace', () => {
  const policy: unknown = JSON.parse(String(resourcesOf(text, 'aws_ecr_registry_policy').build?.policy));
  expect(policy).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'CacheOfROOT',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::999999999999:root' },
        Action: [
          'ecr:BatchGetImage',
          'ecr:BatchImportUpstreamImage',
          'ecr:GetDownloadUrlForLayer',
          'ecr:GetImageCopyStatus',
        ],
        // One of the rules applies to every repository.
        Resource: ['arn:aws:ecr:eu-west-1:111111111111:repository/*'],
        Condition: { ArnLike: { 'aws:PrincipalArn': ROLE } },
      },
    ],
  });
});
