import { z } from 'zod';
import { principalsSchema } from './access';
import { patternString, flag, oneOrMany, section } from './field-types';

// The lookahead limits the length to that of the longest policy. CDKTF writes characters incorrectly to HCL if JSON
// escapes them.
const conditionText = patternString(
  /^(?=[\s\S]{0,10240}$)([^$%"\\\u0000-\u001f]|\$\{[a-zA-Z0-9:/_-]+\})*$/,
  'be text without quotes, \\ and %, with policy variables such as ${aws:PrincipalTag/team}',
  'A value to compare with.',
);

/** A declared statement of a repository policy or a registry policy. */
export const statementSchema = section(
  {
    sid: patternString(
      /^[A-Za-z0-9]{1,100}$/,
      'hold letters and digits only',
      'The id of the statement.',
    ).optional(),
    effect: z.enum(['Allow', 'Deny']).optional().meta({ description: 'Allow, unless it says Deny.' }),
    principals: principalsSchema,
    actions: oneOrMany(
      patternString(
        /^[A-Za-z0-9*?:-]{1,128}$/,
        'be an action of ECR: ecr:…',
        'An action of ECR, with * for anything.',
      ),
      'What.',
    ),
    resources: oneOrMany(
      patternString(
        /^(arn:([A-Za-z0-9:._/*?-]|\$\{[a-zA-Z0-9:/_-]+\}){1,512}|([a-z0-9*?]|\$\{[a-zA-Z0-9:/_-]+\})([a-z0-9._/*?-]|\$\{[a-zA-Z0-9:/_-]+\}){0,255})$/,
        'be a repository name or ARN, with policy variables such as ${aws:PrincipalTag/team}',
        'A repository of the registry, by name or ARN, with * for anything and policy variables in the name.',
      ),
      'On what: needed in a registry policy, refused in a repository policy.',
    ).optional(),
    conditions: z
      .record(z.string(), z.record(z.string(), oneOrMany(conditionText, 'What to compare with.')))
      .optional()
      .meta({ description: 'IAM conditions: operator, key, values.' }),
    public: flag('Allow * without a condition. Default: false.').optional(),
  },
  'A statement of a policy.',
);
