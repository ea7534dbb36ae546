import { ENTRIES } from '../../../src/diagnose/entries/assume-role';
import { describeMessages } from '../describe-messages';
import { MANAGEMENT, CALLER_POLICY } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'actions-web-identity': {
      kind: 'assume-role-denied',
      policies: ['trust policy of ?'],
      fix: 'id-token: write',
    },
    'terraform-assume-role': {
      kind: 'assume-role-denied',
      principal: 'arn:aws:sts::111111111111:assumed-role/ci/build',
      action: 'sts:AssumeRole',
      registry: MANAGEMENT,
      policies: ['trust policy of 999999999999 (management)', ...CALLER_POLICY],
      fix: 'aws iam get-role --role-name terraform --query Role.AssumeRolePolicyDocument',
    },
  },
  publicMessages: {
    '101-oidc-assume': {
      kind: 'assume-role-denied',
      contains: ['repo:OWNER@OWNER_ID/REPOSITORY@REPOSITORY_ID'],
    },
    '435-oidc-incorrect-token-audience': { kind: 'assume-role-denied', contains: ['audience of the token'] },
  },
});
