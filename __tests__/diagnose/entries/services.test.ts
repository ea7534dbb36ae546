import { ENTRIES } from '../../../src/diagnose/entries/services';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  messages: {
    'lambda-denied': {
      kind: 'lambda-denied',
      policies: ['repository policy of ?'],
      fix: 'principals: [{ lambda: "111111111111" }]',
    },
  },
  clientMessages: {
    '15-lambda-notexist': {
      kind: 'lambda-image-not-found',
      contains: ['describe-images', 'was not pushed before'],
    },
  },
  publicMessages: {
    '053-cfn-lambda-other-account-region': {
      kind: 'lambda-denied',
      contains: ['lambda.amazonaws.com', 'if the image does not exist there'],
    },
    '060-apprunner-access-role': {
      kind: 'app-runner-denied',
      contains: ['AWSAppRunnerServicePolicyForECRAccess', 'in the same Region'],
    },
    '061-apprunner-copy-arm64': { kind: 'app-runner-denied', contains: ['linux/amd64'] },
    '062-apprunner-assume-role-pulumi': {
      kind: 'app-runner-denied',
      contains: ['build.apprunner.amazonaws.com'],
    },
    '063-sagemaker-role-batchgetimage': { kind: 'sagemaker-denied', contains: ['763104351884'] },
    '064-sagemaker-principal': { kind: 'sagemaker-denied', contains: ['sagemaker.amazonaws.com'] },
    '089-lambda-manifest-type': { kind: 'lambda-image-unsupported', contains: ['--provenance=false'] },
    '090-lambda-layer-failure': { kind: 'lambda-image-unsupported', contains: ['gzip'] },
    '242-cdk-lambda-latest-missing': {
      kind: 'lambda-image-not-found',
      contains: ['DockerImageCode.fromImageAsset'],
    },
    '244-lambda-inactive-no-image-permission': { kind: 'lambda-denied', contains: ['lambda.amazonaws.com'] },
    '246-sagemaker-ecr-image-invalid': {
      kind: 'sagemaker-denied',
      contains: ['end with an existing tag or digest'],
    },
    '336-tf-lambda-source-image-short-name': {
      kind: 'lambda-image-not-found',
      contains: ['requires the complete address'],
    },
    '430-tf-lambda-manifest-media-type-config': {
      kind: 'lambda-image-unsupported',
      contains: ['--provenance=false'],
    },
    '431-tf-lambda-public-ecr-source-image': {
      kind: 'lambda-image-not-found',
      contains: ['private registry in its own Region'],
    },
    '436-sagemaker-service-linked-role-as-execution-role': {
      kind: 'sagemaker-denied',
      contains: ['execution role'],
    },
  },
});
