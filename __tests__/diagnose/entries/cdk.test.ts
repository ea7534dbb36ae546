import { ENTRIES } from '../../../src/diagnose/entries/cdk';
import { describeMessages } from '../describe-messages';

describeMessages(ENTRIES, {
  clientMessages: {
    '10-cdk-push-denied': {
      kind: 'cdk-repository-denied',
      contains: ['cdk-hnb659fds-image-publishing-role-111111111111-eu-central-1', '--trust 999999999999'],
      doesNotContain: ['set-repository-policy', 'topology.yaml'],
    },
    '12-cdk-no-repo': {
      kind: 'cdk-not-bootstrapped',
      contains: ['npx cdk bootstrap aws://111111111111/ap-northeast-1'],
      doesNotContain: ['create-repository'],
    },
  },
  publicMessages: {
    '055-cdk-bootstrap-repo-gone': { kind: 'cdk-not-bootstrapped', contains: ['cdk bootstrap'] },
    '056-cdk-deploy-no-repo-debug': {
      kind: 'cdk-not-bootstrapped',
      contains: ['cdk bootstrap', 'a variable was not replaced'],
    },
  },
});
