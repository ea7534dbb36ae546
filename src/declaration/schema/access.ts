import { z } from 'zod';
import { flag, oneOrMany, patternString, section } from './field-types';
import type { Field, Located } from './located';

/**
 * Permissive, so that `bind/principals.ts` reports invalid principals with a specific message, but without characters
 * that Terraform would evaluate.
 */
const principalText = patternString(
  /^[A-Za-z0-9_+=,.@:/*?-]{1,2048}$/,
  "be the ARN of a role or user, the name or ID of an account, or '*'",
  'The ARN of a role or user, the name or id of an account under `accounts`, or * for every AWS account.',
);

const accountText = patternString(
  /^[A-Za-z0-9_-]{1,64}$/,
  'be the name or ID of an account',
  'The name or id of an account.',
);

const principalKinds = [
  principalText,
  section(
    {
      arn: principalText.optional().meta({
        description: 'The ARN of a role or user that may not exist yet, or is recreated; with * for several.',
      }),
      viaAccountRoot: flag(
        'Name the account root, narrowed by aws:PrincipalArn: AWS does not check that the role exists.',
      ).optional(),
      organization: patternString(
        /^o-[a-z0-9]{10,32}$/,
        'be an organization ID: o-…',
        'Everybody in an AWS organization.',
      ).optional(),
      organizationalUnit: patternString(
        /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/){0,5}\*?$/,
        'be the path of an organizational unit: o-…/r-…/ou-…/, or with the units below it: o-…/r-…/ou-…/*',
        'Everybody in an organizational unit, by its path.',
      ).optional(),
      lambda: accountText
        .optional()
        .meta({ description: 'The Lambda functions of an account, by its name or id.' }),
      service: patternString(
        /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,9}$/,
        "be a service principal such as 'codebuild.amazonaws.com'",
        'An AWS service that acts for an account.',
      ).optional(),
      account: accountText.optional().meta({ description: 'The account that the service acts for.' }),
    },
    'Whom an entry is about, where a name or ARN does not say it.',
  ).meta({
    oneOf: ['arn', 'organization', 'organizationalUnit', 'lambda', 'service'].map((key) => ({
      required: key === 'service' ? [key, 'account'] : [key],
    })),
  }),
] as const;

/** A single union of one principal and a list: a nested union would report an invalid item at the whole list. */
const principalsSchema = z
  .union([...principalKinds, z.array(z.union(principalKinds).meta({ description: 'Who.' })).min(1)])
  .meta({ description: 'Who.' });

export const accessSchema = section(
  {
    allow: z.enum(['pull', 'push', 'pull-push']).meta({ description: 'What is allowed.' }),
    repositories: oneOrMany(
      patternString(
        /^[a-z0-9*][a-z0-9*._/-]{0,255}$/,
        "be a repository name, in which '*' matches any text",
        'A declared repository, or several with * for anything.',
      ),
      'Which repositories.',
    ),
    registries: oneOrMany(
      z.string().meta({ description: 'The name of a registry under `registries`.' }),
      'Where. Default: pull wherever the repositories are, replicas included; push only where images are pushed.',
    ).optional(),
    principals: principalsSchema,
    identity: z
      .enum(['inline', 'managed', 'none'])
      .optional()
      .meta({
        description:
          "The caller's side: an inline policy for exactly these repositories, an AWS managed policy, or nothing. " +
          'Default: inline where the account of the role or user is declared and the role is there, else none.',
      }),
    public: flag('Allow * without a condition: every AWS account there is. Default: false.').optional(),
  },
  'A grant: who may pull or push what, where.',
);

// The lookahead limits the length to that of the longest policy. CDKTF writes characters incorrectly to HCL if JSON
// escapes them.
const conditionText = patternString(
  /^(?=[\s\S]{0,10240}$)([^$%"\\\u0000-\u001f]|\$\{[a-zA-Z0-9:/_-]+\})*$/,
  "be a string without double quotes, '\\', '%' and '$'; policy variables such as ${aws:PrincipalTag/team} are allowed",
  'A value to compare with.',
);

/** A declared statement of a repository policy or a registry policy. */
export const statementSchema = section(
  {
    sid: patternString(
      /^[A-Za-z0-9]{1,100}$/,
      'contain only letters and digits',
      'The id of the statement.',
    ).optional(),
    effect: z.enum(['Allow', 'Deny']).optional().meta({ description: 'Allow, unless it says Deny.' }),
    principals: principalsSchema,
    actions: oneOrMany(
      patternString(
        /^[A-Za-z0-9*?:-]{1,128}$/,
        'be an ECR action: ecr:…',
        'An action of ECR, with * for anything.',
      ),
      'What.',
    ),
    resources: oneOrMany(
      patternString(
        /^(arn:([A-Za-z0-9:._/*?-]|\$\{[a-zA-Z0-9:/_-]+\}){1,512}|([a-z0-9*?]|\$\{[a-zA-Z0-9:/_-]+\})([a-z0-9._/*?-]|\$\{[a-zA-Z0-9:/_-]+\}){0,255})$/,
        'be a repository name or ARN; policy variables such as ${aws:PrincipalTag/team} are allowed',
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

export type DeclaredStatement = Located<z.input<typeof statementSchema>>;
/** The value of `principals`: one principal, or a list. */
export type DeclaredPrincipals = Field<z.input<typeof principalsSchema>>;
/** An entry under `principals`. */
export type DeclaredPrincipal = Located<z.input<(typeof principalKinds)[number]>>;
