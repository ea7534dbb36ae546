import * as z from 'zod';
import {
  describedEnum,
  distinctList,
  exactlyOneKey,
  flag,
  oneOrMany,
  patternString,
  registryName,
  section,
  type KeyConstraints,
} from './field-types';
import type { Field, Located } from './located';

/**
 * Permissive, so that `bind/principals.ts` reports invalid principals with a specific message, but without characters
 * that Terraform would evaluate.
 */
const PRINCIPAL_TEXT = [
  /^[A-Za-z0-9_+=,.@:/*?-]{1,2048}$/,
  "be the ARN of a role or user, the name or ID of an account, or '*'",
] as const;

const accountText = patternString(
  /^[A-Za-z0-9_-]{1,64}$/,
  'be the name or ID of an account',
  'An account: its name under `accounts`, or its ID in quotes.',
  { id: 'accountNameOrId', names: 'accounts', examples: ['111111111111'] },
);

/** The keys of a principal that is a mapping, each with the principals that it names. */
const PRINCIPAL_KEYS = {
  arn: 'A role or user that may not exist yet or may be recreated, by its ARN, with `viaAccountRoot: true`. `*` matches any text in the name.',
  organization: 'All principals of an AWS organization, by its ID.',
  organizationalUnit:
    'All principals of an organizational unit, by its path. A path that ends with `/*` includes the units below it.',
  lambda:
    'The Lambda functions of an account in the Region of the registry, and the account itself, whose roles create them.',
  service: 'An AWS service that acts for an account. Set the account in `account`.',
} as const;

const ONE_PRINCIPAL_KEY = "Set one of 'arn', 'organization', 'organizationalUnit', 'lambda' and 'service'.";

const PRINCIPAL_FORMS = [
  'An ARN: a role or user, or an account root.',
  'A name under `accounts`, or an account ID in quotes: all principals of the account that its own policies allow.',
  '`"*"`: every AWS account. Requires `public: true`, or in a statement a condition that limits the principals.',
  ...Object.entries(PRINCIPAL_KEYS).map(([key, principals]) => `\`{ ${key}: … }\`: ${principals}`),
]
  .map((form) => `- ${form}`)
  .join('\n');

const PRINCIPAL_EXAMPLES = [
  'arn:aws:iam::111111111111:role/ci',
  { organization: 'o-a1b2c3d4e5' },
  { lambda: '111111111111' },
];

const PRINCIPAL_ERROR =
  'Expected a principal: an ARN, the name of an account, an account ID in quotes, "*", or a mapping. ' +
  ONE_PRINCIPAL_KEY;

/** The alternatives have no description, because editors would show it in place of the description of all forms. */
const principalKinds = [
  patternString(...PRINCIPAL_TEXT, undefined, { id: 'principalText', names: 'accounts' }),
  section(
    {
      arn: patternString(...PRINCIPAL_TEXT, PRINCIPAL_KEYS.arn, {
        examples: ['arn:aws:iam::111111111111:role/ci'],
      }).optional(),
      viaAccountRoot: flag(
        'Makes the account root the principal, with a condition on `aws:PrincipalArn`, so that AWS does not check that ' +
          'the role or user exists.',
      ).optional(),
      organization: patternString(
        /^o-[a-z0-9]{10,32}$/,
        'be an organization ID: o-…',
        PRINCIPAL_KEYS.organization,
        { examples: ['o-a1b2c3d4e5'] },
      ).optional(),
      organizationalUnit: patternString(
        /^o-[a-z0-9]{10,32}\/r-[a-z0-9]{4,32}\/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}\/){0,5}\*?$/,
        'be the path of an organizational unit: o-…/r-…/ou-…/, or with the units below it: o-…/r-…/ou-…/*',
        PRINCIPAL_KEYS.organizationalUnit,
        { examples: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*'] },
      ).optional(),
      lambda: accountText.optional().meta({ description: PRINCIPAL_KEYS.lambda }),
      service: patternString(
        /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,9}$/,
        "be a service principal such as 'codebuild.amazonaws.com'",
        PRINCIPAL_KEYS.service,
        { examples: ['codebuild.amazonaws.com'] },
      ).optional(),
      account: accountText.optional().meta({
        description: 'The account that the service acts for: its name under `accounts`, or its ID in quotes.',
      }),
    },
    undefined,
    {
      id: 'principalMapping',
      reference: 'reference/topology.md#principals',
      title: 'principal',
      errorMessage: PRINCIPAL_ERROR,
      ...withServiceAccount(exactlyOneKey(Object.keys(PRINCIPAL_KEYS), ONE_PRINCIPAL_KEY)),
    },
  ),
] as const;

function withServiceAccount(schema: KeyConstraints): KeyConstraints {
  const service = {
    required: ['account'],
    errorMessage: "Set 'account': the account that the service acts for.",
  };
  return { ...schema, dependencies: { ...schema.dependencies, service } };
}

/** A single union of one principal and a list: a nested union would report an invalid item at the whole list. */
const principalsSchema = z
  .union([
    ...principalKinds,
    z
      .array(
        z.union(principalKinds).meta({
          id: 'principal',
          description: `A principal, in one of these forms:\n\n${PRINCIPAL_FORMS}`,
          reference: 'reference/topology.md#principals',
        }),
      )
      .min(1),
  ])
  .meta({
    id: 'principals',
    description: `The principals: one, or a list. A principal has one of these forms:\n\n${PRINCIPAL_FORMS}`,
    reference: 'reference/topology.md#principals',
    examples: PRINCIPAL_EXAMPLES,
  });

export const accessSchema = section(
  {
    allow: describedEnum(
      {
        pull: 'Pull images.',
        push: 'Push images.',
        'pull-push': 'Pull and push images.',
      },
      'The operations to allow. Grants exactly the actions that AWS documents for them.',
    ),
    repositories: oneOrMany(
      patternString(
        /^[a-z0-9*][a-z0-9*._/-]{0,255}$/,
        "be a repository name, in which '*' matches any text",
        'The name of a declared repository. `*` matches any text.',
        { names: 'repositories' },
      ),
      'The declared repositories: a name or a list. `*` matches any text.',
      { examples: ['team/*'], errorMessage: 'Expected the name of a repository, or a list of names.' },
    ),
    registries: oneOrMany(
      registryName,
      'The registries in which the access is granted: a name or a list. Default: for pull, every registry that has the ' +
        'repositories, replicas included; for push, the registries that images are pushed to.',
    ).optional(),
    principals: principalsSchema,
    identity: describedEnum(
      {
        inline: 'An inline policy, `ecr-topology`, for exactly these repositories.',
        managed:
          'An AWS managed policy: AmazonEC2ContainerRegistryPullOnly, or with push AmazonEC2ContainerRegistryPowerUser.',
        none: 'No policy.',
      },
      'The identity policy that is attached to the roles and users in `principals`. Default: inline for a role or user whose ' +
        'account is declared, without `viaAccountRoot`; otherwise none.',
    ).optional(),
    public: flag(
      'Allows `"*"` in `principals`, which is every AWS account, without a condition.',
      false,
    ).optional(),
  },
  'A grant: the principals that can pull or push the repositories.',
  { title: 'grant' },
);

// The lookahead limits the length to that of the longest policy. CDKTF writes characters incorrectly to HCL if JSON
// escapes them.
const conditionText = patternString(
  /^(?=[\s\S]{0,10240}$)([^$%"\\\u0000-\u001f]|\$\{[a-zA-Z0-9:/_-]+\})*$/,
  "be a string without double quotes, '\\', '%' and '$'; policy variables such as ${aws:PrincipalTag/team} are allowed",
  'A value to compare with. Put numbers, true and false in quotes.',
);

const statementShape = {
  sid: patternString(
    // IAM accepts only letters and digits. ECR accepts more: its console creates 'new statement'.
    /^[A-Za-z0-9](?:[A-Za-z0-9 _-]{0,98}[A-Za-z0-9])?$/,
    "contain only letters, digits, spaces, '_' and '-', and start and end with a letter or digit",
    "The ID of the statement: letters, digits, and between them spaces, '_' and '-'. At most 100 characters.",
    { examples: ['Audit'] },
  ).optional(),
  effect: describedEnum(
    {
      Allow: 'Allows the actions.',
      Deny: 'Denies the actions. This applies even if another statement allows them.',
    },
    'Whether the statement allows or denies the actions.',
    { default: 'Allow' },
  ).optional(),
  principals: principalsSchema,
  actions: oneOrMany(
    patternString(
      /^[A-Za-z0-9*?:-]{1,128}$/,
      'be an ECR action: ecr:…',
      'An action of Amazon ECR. `*` matches any text.',
    ),
    'The actions of Amazon ECR: one or a list. `*` matches any text.',
    {
      examples: ['ecr:DescribeImages'],
      errorMessage: 'Expected an action such as ecr:DescribeImages, or a list of actions.',
    },
  ),
  resources: oneOrMany(
    patternString(
      /^(arn:([A-Za-z0-9:._/*?-]|\$\{[a-zA-Z0-9:/_-]+\}){1,512}|([a-z0-9*?]|\$\{[a-zA-Z0-9:/_-]+\})([a-z0-9._/*?-]|\$\{[a-zA-Z0-9:/_-]+\}){0,255})$/,
      'be a repository name or ARN; policy variables such as ${aws:PrincipalTag/team} are allowed',
      'A repository of the registry, by name or ARN. `*` matches any text.',
      { names: 'repositories' },
    ),
    'The repositories of the registry that the statement applies to, by name or ARN: one or a list. `*` matches any text; ' +
      'names can contain policy variables. Required in a registry policy, not allowed in a repository policy.',
    { examples: ['team/*'], errorMessage: 'Expected the name or ARN of a repository, or a list of them.' },
  ).optional(),
  conditions: z
    .record(
      z.string().meta({ description: 'A condition operator, such as StringEquals.' }),
      z
        .record(
          z.string().meta({ description: 'A condition key, such as aws:PrincipalOrgID.' }),
          oneOrMany(conditionText, 'The value to compare with, or a list of values.'),
        )
        .meta({ description: 'Condition keys with their values.' }),
    )
    .optional()
    .meta({
      description:
        'The conditions of the statement, as in IAM: operator, condition key, a value or a list. Values are text and can ' +
        'contain policy variables.',
      examples: [{ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }],
    }),
  public: flag(
    'Allows `"*"` in `principals`, which is every AWS account, without a condition.',
    false,
  ).optional(),
};

const STATEMENT =
  'A statement of a repository policy or a registry policy, in addition to those that `access` and `replication` create.';

/** A declared statement of a registry policy, or of the repository policy of a creation template. */
export const statementSchema = section(statementShape, STATEMENT, {
  id: 'statement',
  title: 'statement',
  reference: 'reference/topology.md#statements',
});

/** A declared statement of a repository policy. */
export const repositoryStatementSchema = section(
  {
    ...statementShape,
    registries: z
      .union([registryName, distinctList(z.array(registryName).min(1), 'statement/duplicate-registry')])
      .optional()
      .meta({
        description:
          'The registries in which the statement applies: a name or a list. Default: every registry that has the repository, ' +
          'replicas included.',
        errorMessage: 'Expected the name of a registry, or a list of names.',
      }),
  },
  'A statement of a repository policy, in addition to those that `access` creates.',
  { id: 'repositoryStatement', title: 'statement', reference: 'reference/topology.md#statements' },
);

/** A statement of any policy. Only those of repositories have `registries`. */
export type DeclaredStatement = Located<z.input<typeof repositoryStatementSchema>>;
/** The value of `principals`: one principal, or a list. */
export type DeclaredPrincipals = Field<z.input<typeof principalsSchema>>;
/** An entry under `principals`. */
export type DeclaredPrincipal = Located<z.input<(typeof principalKinds)[number]>>;
