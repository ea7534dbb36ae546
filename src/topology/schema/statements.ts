import { z } from 'zod';
import { fitting, flag, oneOrMany, section } from './parts';

const arnOrAccount = fitting(
  /^(arn:[A-Za-z0-9_+=,.@:/*-]+|[A-Za-z0-9][A-Za-z0-9_-]{0,63}|\*)$/,
  'be an ARN, the name or id of an account, or *',
  'The ARN of a role or user, the name or id of an account, or * (with a condition).',
);

export const principalSchema = z
  .union([
    arnOrAccount,
    section(
      {
        arn: arnOrAccount,
        viaAccountRoot: flag('Name the account root, narrowed by aws:PrincipalArn.').optional(),
      },
      'A role that may not exist yet, or is recreated.',
    ),
    section(
      { organization: fitting(/^o-[a-z0-9]{10,32}$/, 'be o-…', 'The id of the organization.') },
      'Everybody in an AWS organization.',
    ),
    section(
      {
        organizationalUnit: fitting(
          /^o-[a-z0-9]{10,32}\/[a-z0-9/*-]{1,512}$/,
          'be a path: o-…/r-…/ou-…/*',
          'The path of the organizational unit.',
        ),
      },
      'Everybody in an organizational unit.',
    ),
    section({ lambda: arnOrAccount }, 'The Lambda functions of an account.'),
    section(
      {
        service: fitting(
          /^[a-z0-9-]+(\.[a-z0-9-]+)+$/,
          'be a service principal',
          'Such as codebuild.amazonaws.com.',
        ),
        account: arnOrAccount,
      },
      'An AWS service that acts for an account.',
    ),
  ])
  .meta({ description: 'Who.' });

const conditionText = fitting(
  /^([^$%]|\$\{[a-zA-Z0-9:/_-]+\})*$/,
  'be text, with policy variables such as ${aws:PrincipalTag/team}',
  'A value to compare with.',
);

export const statementSchema = section(
  {
    sid: fitting(
      /^[A-Za-z0-9]{1,100}$/,
      'hold letters and digits only',
      'The id of the statement.',
    ).optional(),
    effect: z.enum(['Allow', 'Deny']).optional().meta({ description: 'Allow, unless it says Deny.' }),
    principals: oneOrMany(principalSchema, 'Who.'),
    actions: oneOrMany(fitting(/^ecr:[A-Za-z*]+$/, 'be ecr:…', 'An action of ECR.'), 'What.'),
    resources: oneOrMany(
      fitting(/^[A-Za-z0-9:._/*-]+$/, 'be an ARN or a repository name', 'A repository, by name or ARN.'),
      'On what; not in a repository policy.',
    ).optional(),
    conditions: z
      .record(z.string(), z.record(z.string(), oneOrMany(conditionText, 'What to compare with.')))
      .optional()
      .meta({ description: 'IAM conditions: operator, key, values.' }),
  },
  'A statement of a policy.',
);
