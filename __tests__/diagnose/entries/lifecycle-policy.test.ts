import { ENTRIES } from '../../../src/diagnose/entries/lifecycle-policy';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  messages: {
    'lifecycle-policy-missing': {
      kind: 'lifecycle-policy-not-found',
      action: 'ecr:GetLifecyclePolicy',
      repository: 'my-repo',
      registry: '? 111111111111 ?',
      fix: 'Check the name of the repository',
    },
  },
  clientMessages: {
    '29-tf-lifecycle-schema': {
      kind: 'lifecycle-policy-refused',
      contains: ['my-repo', 'countUnit', 'validate'],
    },
  },
  publicMessages: {
    '042-lifecycle-null-storageclass': { kind: 'lifecycle-policy-refused', contains: ['null instead of'] },
    '043-lifecycle-null-list': { kind: 'lifecycle-policy-refused', contains: ['null instead of'] },
  },
});
