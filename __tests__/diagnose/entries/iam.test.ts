import { ENTRIES } from '../../../src/diagnose/entries/iam';
import { describeMessages } from '../describe-messages';
import { CALLER_POLICY, DEPLOYER } from '../expected';

describeMessages(ENTRIES, {
  messages: {
    'terraform-attach-denied-boundary': {
      kind: 'iam-denied',
      principal: DEPLOYER,
      action: 'iam:AttachRolePolicy',
      policies: ['permissions boundary of 111111111111 (develop)'],
      fix: "aws iam get-role --role-name terraform --query '*.PermissionsBoundary' --profile develop",
    },
    'terraform-get-role-policy-denied': {
      kind: 'iam-denied',
      principal: DEPLOYER,
      action: 'iam:GetRolePolicy',
      policies: CALLER_POLICY,
      fix: '"arn:aws:iam::111111111111:role/ci"',
    },
    'terraform-put-role-policy-denied': {
      kind: 'iam-denied',
      principal: DEPLOYER,
      action: 'iam:PutRolePolicy',
      policies: CALLER_POLICY,
      fix: '"iam:PutRolePolicy"',
    },
    'terraform-attach-role-not-found': {
      kind: 'iam-refused',
      fix: 'aws iam get-role --role-name ci\n',
    },
    'terraform-policy-too-long': {
      kind: 'iam-refused',
      policies: ['identity-based policy of ?'],
      fix: 'identity: managed',
    },
    'terraform-role-not-found': {
      kind: 'iam-refused',
      fix: 'principals: [{ arn: "arn:aws:iam::111111111111:role/ci", viaAccountRoot: true }]\nidentity: none\n',
    },
    'terraform-role-protected': {
      kind: 'iam-refused',
      fix: 'arn: "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_????????????????"',
    },
  },
});
