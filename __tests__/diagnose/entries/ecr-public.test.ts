import { ENTRIES } from '../../../src/diagnose/entries/ecr-public';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  clientMessages: {
    '41-public-endpoint': {
      kind: 'public-registry',
      contains: ['us-east-1', 'ecr-public'],
      doesNotContain: ['.dkr.ecr.'],
    },
  },
  publicMessages: {
    '001-public-pull-stale-login': { kind: 'public-registry', contains: ['docker logout public.ecr.aws'] },
    '002-public-helm-push-debug-401': {
      kind: 'public-registry',
      contains: ['401 is the normal response to the first request'],
    },
    '003-public-cdk-copy-unauthorized': {
      kind: 'public-registry',
      contains: ['aws ecr-public get-login-password'],
    },
    '004-public-wrong-region-actions': { kind: 'public-registry', contains: ['us-east-1'] },
    '005-public-unsupported-command-region': { kind: 'public-registry', contains: ['us-east-1'] },
    '006-public-terraform-no-such-host': { kind: 'public-registry', contains: ['us_east_1'] },
    '007-public-bearer-token': {
      kind: 'public-registry',
      contains: ['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'],
    },
    '008-public-login-not-authorized': {
      kind: 'public-registry',
      contains: ['the password is not for ECR Public'],
    },
    '009-public-kubelet-rate': { kind: 'public-registry', contains: ['limited by IP address'] },
    '010-public-head-403': { kind: 'public-registry', contains: ['docker logout public.ecr.aws'] },
    '107-public-repo-gone': { kind: 'public-registry', contains: ['gallery.ecr.aws'] },
    '339-public-buildx-data-limit': { kind: 'public-registry', contains: ['limited by IP address'] },
    '439-helm-public-karpenter-403': { kind: 'public-registry', contains: ['docker logout public.ecr.aws'] },
    '440-public-copy-from-rate-exceeded': { kind: 'public-registry', contains: ['limited by IP address'] },
  },
});
