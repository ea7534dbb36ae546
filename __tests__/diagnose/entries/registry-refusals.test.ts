import { ENTRIES } from '../../../src/diagnose/entries/registry-refusals';
import { describeMessages } from '../describe-messages';
import { CENTRAL, MANAGEMENT, PULLER_POLICIES, LOGIN } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'codebuild-pull': {
      kind: 'forbidden',
      repository: 'your-repo',
      registry: CENTRAL,
      policies: PULLER_POLICIES,
      fix: 'aws ecr batch-get-image --repository-name your-repo',
    },
    'ecs-blob-forbidden': {
      kind: 'forbidden',
      repository: 'your-repo',
      registry: CENTRAL,
      policies: PULLER_POLICIES,
      fix: 'imageDigest=sha256:5de487da52320ad9978f3a7a4f6700910342956c7dcb3b6f955222b4cccbd600 --registry-id 999999999999',
    },
    'ecs-pull-denied-bare': {
      kind: 'pull-denied',
      repository: 'your-repo',
      registry: CENTRAL,
      policies: PULLER_POLICIES,
      fix: 'as the task execution role',
    },
    'kubelet-forbidden': {
      kind: 'forbidden',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: PULLER_POLICIES,
      fix: '--image-ids imageTag=nginx',
    },
    'pull-cache-forbidden': {
      kind: 'forbidden',
      repository: 'docker-hub/amazonlinux',
      registry: CENTRAL,
      policies: PULLER_POLICIES,
      fix: LOGIN('999999999999.dkr.ecr.us-west-2.amazonaws.com'),
    },
  },
  clientMessages: {
    '11-cdk-from-403': { kind: 'forbidden', contains: ['batch-get-image', 'get-login-password'] },
    '23-push-403-put': {
      kind: 'forbidden',
      contains: ['ecr:PutImage', 'aws ecr put-image'],
      doesNotContain: ['batch-get-image'],
    },
    '49-azdo-403-json': { kind: 'forbidden', contains: ['ecr:BatchCheckLayerAvailability', 'a push to'] },
    '52-ecs-aws-403': {
      kind: 'forbidden',
      contains: ['the task execution role'],
      doesNotContain: ['docker login'],
    },
  },
  publicMessages: {
    '036-azure-devops-403-json': { kind: 'forbidden', contains: ['ecr:InitiateLayerUpload', 'ecr:PutImage'] },
    '054-ecs-head-403-vendor-image': { kind: 'forbidden', contains: ['the task execution role'] },
    '068-codebuild-cut-denied': { kind: 'forbidden', contains: ['imagePullCredentialsType'] },
    '086-quota-images-403': { kind: 'forbidden', contains: ['a quota is reached'] },
    '110-cdk-repo-name-cut': {
      kind: 'pull-denied',
      contains: ['the repository or the image does not exist'],
    },
    '224-buildx-head-403-new-repository': { kind: 'forbidden', contains: ['a permission to push'] },
    '252-tf-ko-publish-head-403': { kind: 'forbidden', contains: ['ecr:BatchCheckLayerAvailability'] },
    '310-buildx-manifest-put-403-image-quota': {
      kind: 'forbidden',
      contains: ['describe-images', 'a quota is reached'],
    },
    '320-cdk-base-image-403': { kind: 'forbidden', contains: ['a pull from'] },
    '331-flux-helmchart-403-manifests': { kind: 'forbidden', contains: ['append the chart name'] },
    '409-codebuild-image-pull-denied-no-reason': { kind: 'forbidden', contains: ['a pull from'] },
    '429-ecs-pinned-digest-gone-403': { kind: 'forbidden', contains: ['image does not exist'] },
  },
});
