import { ENTRIES } from '../../../src/diagnose/entries/service-linked-role';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  clientMessages: {
    '59-tf5-scp-slr': {
      kind: 'service-linked-role-denied',
      contains: ['create-service-linked-role --aws-service-name replication.ecr.amazonaws.com'],
    },
  },
});
