import { ENTRIES } from '../../../src/diagnose/entries/kms-key';
import { describeMessages } from '../describe-messages';
import { CALLER_POLICY, DEPLOYER } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'terraform-kms': {
      kind: 'key-denied',
      principal: DEPLOYER,
      action: 'kms:GenerateDataKey',
      repository: 'my-repo',
      registry: '? ? ap-northeast-1',
      policies: ['key policy of 111111111111 (develop)', ...CALLER_POLICY],
      fix: 'aws kms list-grants --key-id arn:aws:kms:ap-northeast-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    },
  },
});
