import { ENTRIES } from '../../../src/diagnose/entries/registry-action';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  clientMessages: {
    '61-cli-registry-action': {
      kind: 'registry-action-denied',
      contains: ['no repository policy can allow it', 'put-role-policy'],
      doesNotContain: ['set-repository-policy'],
    },
  },
  publicMessages: {
    '011-describe-repositories-star': {
      kind: 'registry-action-denied',
      contains: ['ecr:DescribeRepositories', 'no repository policy can allow it'],
    },
    '016-describe-registry-node-role': { kind: 'registry-action-denied', contains: ['ecr:DescribeRegistry'] },
    '114-describe-repositories-crossaccount': {
      kind: 'registry-action-denied',
      contains: ['another account'],
    },
    '115-lightsail-role': { kind: 'registry-action-denied', contains: ['AWS owns the role'] },
  },
});
