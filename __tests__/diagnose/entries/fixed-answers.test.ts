import { ENTRIES } from '../../../src/diagnose/entries/fixed-answers';
import { describeMessages } from '../describe-messages';
import { DEVELOP } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'backfill-running': { kind: 'backfill-running', fix: 'Wait until the backfill is finished' },
    'blob-upload-unknown': {
      kind: 'upload-interrupted',
      repository: 'my-repo',
      registry: DEVELOP,
      fix: 'Push again',
    },
    'scan-not-found': {
      kind: 'scan-not-found',
      action: 'ecr:DescribeImageScanFindings',
      repository: 'my-repo',
      registry: '? 111111111111 ?',
      fix: 'aws ecr start-image-scan',
    },
    'image-archived': {
      kind: 'image-archived',
      action: 'ecr:StartImageScan',
      fix: '--target-storage-class STANDARD',
    },
    'blocked-by-organization': {
      kind: 'blocked-by-organization',
      action: 'ecr:PutRegistryScanningConfiguration',
      fix: 'list-policies-for-target',
    },
  },
  publicMessages: {
    '013-ack-ptc-auth-required': { kind: 'cache-rule-refused', contains: ['username and accessToken'] },
    '014-ptc-harbor-unsupported': { kind: 'cache-rule-refused', contains: ['Harbor'] },
    '015-ptc-redirect-upstream': {
      kind: 'upstream-unreachable',
      contains: ['redirected the client to the upstream registry', 'internet'],
    },
    '059-localstack-bootstrap': { kind: 'not-aws', contains: ['an AWS emulator'] },
    '088-quota-page-size': { kind: 'page-size-refused', contains: ['at most 1,000'] },
    '100-sls-bad-gateway': { kind: 'server-error', contains: ['Retry with increasing delays'] },
    '113-registry-scanning-disabled': { kind: 'feature-disabled', contains: ['The request was not denied'] },
    '126-localstack-ptc-501': { kind: 'not-aws', contains: ['emulator'] },
    '210-cfn-ptc-rule-invalid-prefix': {
      kind: 'cache-rule-refused',
      contains: ['2 to 30 lowercase letters'],
    },
    '211-cfn-ptc-rule-null': { kind: 'cache-rule-refused', contains: ['UpstreamRegistryUrl'] },
    '223-buildkite-putimage-already-exists': { kind: 'image-already-exists', contains: ['nothing to push'] },
    '243-lambda-kms-access-image': { kind: 'lambda-key-denied', contains: ['kms:Decrypt'] },
    '245-sagemaker-cross-region-image': { kind: 'sagemaker-cross-region', contains: ['its own Region'] },
    '249-hetzner-k3s-head-400': { kind: 'request-malformed', contains: ['the token is truncated'] },
    '306-pulumi-ptc-update-credential': {
      kind: 'cache-rule-update-refused',
      contains: ['must name a role or a secret'],
    },
    '307-ptc-secret-not-found': {
      kind: 'cache-rule-refused',
      contains: ['its value must contain username and accessToken'],
    },
    '309-start-image-scan-quota': { kind: 'scan-quota', contains: ['24 hours'] },
    '410-tf-codebuild-cross-account-credentials-type': {
      kind: 'codebuild-credentials-type',
      contains: ['SERVICE_ROLE'],
    },
    '438-apprunner-public-auto-deploy': { kind: 'app-runner-public', contains: ['auto_deployments_enabled'] },
  },
});
