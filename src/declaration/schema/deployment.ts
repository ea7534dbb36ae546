import { ACCOUNT_ID, nameRule } from '../../aws/names';
import { interpolatedString, profileName, roleArn, section } from './field-types';

export const accountSchema = section(
  {
    id: interpolatedString(ACCOUNT_ID, 'account/id', 'The 12 digits of the AWS account, in quotes.'),
    profile: interpolatedString(
      profileName,
      'shape/wrong-value',
      'The profile of the AWS configuration files that Terraform uses for this account.',
    ).optional(),
    assumeRole: section(
      {
        arn: interpolatedString(
          roleArn,
          'shape/wrong-value',
          'The role that Terraform assumes in this account.',
        ),
        externalId: interpolatedString(
          nameRule(/^[A-Za-z0-9_+=,.@:/-]{2,1224}$/, "hold 2 to 1224 letters, digits and '_+=,.@:/-'"),
          'shape/wrong-value',
          "The external id that the role's trust policy asks for.",
        ).optional(),
        sessionName: interpolatedString(
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
