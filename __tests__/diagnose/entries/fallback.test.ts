import { ENTRIES } from '../../../src/diagnose/entries/fallback';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  messages: {
    'invalid-tag-parameter': {
      kind: 'other-exception',
      action: 'ecr:TagResource',
      fix: 'aws configure get region',
    },
  },
  publicMessages: {
    '334-batch-fargate-registry-auth-cut': { kind: 'registry-auth-failed', contains: ['assignPublicIp'] },
    '413-buildx-push-404': {
      kind: 'bare-status',
      contains: ['ECR creates a repository on a push only if a creation template matches its name'],
    },
  },
});
