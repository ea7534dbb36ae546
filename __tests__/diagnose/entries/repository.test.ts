import { ENTRIES } from '../../../src/diagnose/entries/repository';
import { describeMessages } from '../describe-messages';
import { CENTRAL, MANAGEMENT, DEVELOP } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'buildx-immutable': {
      kind: 'tag-immutable',
      repository: 'my-repo',
      registry: DEVELOP,
      fix: 'filterType=WILDCARD,filter=1.0',
    },
    'kubelet-image-not-found': {
      kind: 'image-not-found',
      repository: 'my-repo',
      registry: MANAGEMENT,
      fix: 'aws ecr start-replication-backfill',
    },
    'pull-cache-image-not-found': {
      kind: 'image-not-found',
      repository: 'ecr-public/amazonlinux/amazonlinux',
      registry: CENTRAL,
      fix: 'aws ecr list-images --repository-name ecr-public/amazonlinux/amazonlinux --registry-id 999999999999',
    },
    'pull-cache-not-found': {
      kind: 'repository-not-found',
      repository: 'ecr-public/amazonlinux/amazonlinux',
      registry: CENTRAL,
      fix: 'ecr-public/amazonlinux/amazonlinux: { registry: central }',
    },
    'push-immutable': { kind: 'tag-immutable', repository: 'my-repo', fix: 'filter=latest' },
    'push-repository-not-found': {
      kind: 'repository-not-found',
      repository: 'your-repo',
      registry: CENTRAL,
      fix: 'npx cdktf deploy',
    },
    'terraform-not-empty': {
      kind: 'repository-not-empty',
      action: 'ecr:DeleteRepository',
      repository: 'my-repo',
      registry: '? 111111111111 ?',
      fix: 'forceDelete: true',
    },
    'upstream-secret': {
      kind: 'upstream-failed',
      action: 'ecr:BatchGetImage',
      policies: ['identity-based policy of ?'],
      fix: 'aws ecr validate-pull-through-cache-rule',
    },
  },
  clientMessages: {
    '44-cfn-not-empty': {
      kind: 'repository-not-empty',
      contains: ['The topology sets forceDelete: true'],
      doesNotContain: ['forceDelete: true\n'],
    },
  },
  publicMessages: {
    '065-sagemaker-manifest-unknown': { kind: 'image-not-found', contains: ['was never pushed'] },
    '085-immutable-latest': { kind: 'tag-immutable', contains: ['immutable'] },
    '091-tf-repo-not-empty-atlantis': { kind: 'repository-not-empty', contains: ['force'] },
    '098-sls-batch-name-unknown': { kind: 'repository-not-found', contains: ['create-repository'] },
    '099-sst-404': { kind: 'repository-not-found', contains: ['create-repository'] },
    '121-ptc-dockerhub-library': { kind: 'upstream-failed', contains: ['library/'] },
    '212-cfn-delete-repository-not-empty': {
      kind: 'repository-not-empty',
      contains: ['EmptyOnDelete', 'delete-repository'],
    },
    '220-gha-public-uri-as-repository-name': {
      kind: 'repository-not-found',
      contains: ['starts with a host (public.ecr.aws)'],
    },
    '222-kaniko-tag-invalid-immutable': { kind: 'tag-immutable', contains: ['immutable'] },
    '240-batch-image-tag-not-found': { kind: 'image-not-found', contains: ['has no image'] },
    '251-sinker-get-name-unknown': { kind: 'repository-not-found', contains: ['create-repository'] },
    '311-ko-name-unknown-hash': { kind: 'repository-not-found', contains: ['create-repository'] },
    '312-skopeo-copy-repository-missing': { kind: 'repository-not-found', contains: ['create-repository'] },
    '314-codebuild-immutable-latest-schema1': { kind: 'tag-immutable', contains: ['immutable'] },
    '315-tag-is-immutable-json': { kind: 'tag-immutable', contains: ['immutable'] },
    '340-harbor-replication-repository-not-found': {
      kind: 'repository-not-found',
      contains: ['create-repository'],
    },
    '411-gha-push-repository-not-found': { kind: 'repository-not-found', contains: ['create-repository'] },
    '412-gha-registry-host-twice': { kind: 'repository-not-found', contains: ['starts with a host'] },
    '432-tf-data-ecr-image-latest-not-found': { kind: 'image-not-found', contains: ['no image'] },
    '433-pulumi-native-delete-nonempty': { kind: 'repository-not-empty', contains: ['force'] },
  },
});
