import { ENTRIES } from '../../../src/diagnose/entries/replication';
import { describeMessages } from '../describe-messages';
import { MANAGEMENT, REGISTRY_POLICY, PUT_REGISTRY_POLICY } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'replication-status': {
      kind: 'replication-failed',
      repository: 'my-repo',
      registry: MANAGEMENT,
      policies: REGISTRY_POLICY,
      fix: PUT_REGISTRY_POLICY,
    },
    'replication-to-itself': {
      kind: 'replication-to-itself',
      action: 'ecr:PutReplicationConfiguration',
      fix: 'Remove the account and Region of the source from the destinations',
    },
  },
  publicMessages: {
    '303-replication-destination-access-denied': {
      kind: 'replication-failed',
      contains: ['registry policy of the destination', 'start-replication-backfill'],
    },
  },
});
