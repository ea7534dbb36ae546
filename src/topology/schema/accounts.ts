import { ACCOUNT_ID, nameRule } from '../../registry';
import { interpolated, profileName, roleArn, section } from './parts';

export const accountSchema = section(
  {
    id: interpolated(ACCOUNT_ID, 'account/id', 'The 12 digits of the AWS account, in quotes.'),
    profile: interpolated(
      profileName,
      'shape/wrong-value',
      'The profile of the AWS configuration files that Terraform uses for this account.',
    ).optional(),
    assumeRole: section(
      {
        arn: interpolated(roleArn, 'shape/wrong-value', 'The role that Terraform assumes in this account.'),
        externalId: interpolated(
          nameRule(/^[A-Za-z0-9_+=,.@:/-]{2,1224}$/, "hold 2 to 1224 letters, digits and '_+=,.@:/-'"),
          'shape/wrong-value',
          "The external id that the role's trust policy asks for.",
        ).optional(),
        sessionName: interpolated(
          nameRule(/^[A-Za-z0-9_+=,.@-]{2,64}$/, "hold 2 to 64 letters, digits and '_+=,.@-'"),
          'shape/wrong-value',
          'The name of the session, as CloudTrail shows it.',
        ).optional(),
      },
      'The role that Terraform assumes for this account.',
    ).optional(),
  },
  'An AWS account and how Terraform reaches it: a profile, a role, or neither for ambient credentials.',
).meta({ not: { required: ['profile', 'assumeRole'] } });
