import { ENTRIES } from '../../../src/diagnose/entries/fixed-setup';
import { describeMessages } from '../describe-messages';
import { DEVELOP, MANAGEMENT } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'terraform-identity-changed': { kind: 'identity-changed', registry: DEVELOP, fix: 'terraform state rm' },
    'region-missing': { kind: 'region-missing', fix: '--region REGION' },
    'profile-missing': { kind: 'profile-not-found', fix: 'aws configure list-profiles' },
    'kubelet-no-credentials': {
      kind: 'sandbox-image-denied',
      repository: 'my-repo',
      registry: MANAGEMENT,
      fix: 'registry.k8s.io/pause',
    },
  },
  publicMessages: {
    '012-crossplane-replication-blocks': {
      kind: 'replication-rule-incomplete',
      contains: ['filters must be in the same rule'],
    },
    '034-helm-scheme-prefix': { kind: 'helm-reference-invalid', contains: ['oci://'] },
    '057-cdk-bootstrap-arn-null': {
      kind: 'cloudformation-repository-unreadable',
      contains: ['ecr:DescribeRepositories'],
    },
    '080-talos-credential-provider': {
      kind: 'credential-provider-failed',
      contains: ['credential provider'],
    },
    '082-kops-sandbox': { kind: 'sandbox-image-denied', contains: ['sandbox image'] },
    '094-tf-docker-public-digest': { kind: 'docker-provider-digest', contains: ['kreuzwerker/docker'] },
    '096-pulumi-eof': {
      kind: 'pulumi-docker-credentials',
      contains: ['without credentials for its registry'],
    },
    '227-runner-docker-config-permission': { kind: 'docker-config-unwritable', contains: ['DOCKER_CONFIG'] },
    '257-harbor-old-replication-endpoint': { kind: 'harbor-too-old', contains: ['Update Harbor'] },
    '264-notecr-gitlab-docker-socket': { kind: 'docker-unavailable', contains: [] },
    '326-kubelet-wrong-credential-provider': {
      kind: 'credential-provider-failed',
      contains: ['uses a different protocol'],
    },
    '427-eks-pause-image-gc-no-basic-auth': { kind: 'sandbox-image-denied', contains: ['sandbox image'] },
    '442-notecr-codebuild-no-docker-daemon': { kind: 'docker-unavailable', contains: [] },
  },
});
