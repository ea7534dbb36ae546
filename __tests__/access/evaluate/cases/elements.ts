import {
  allow,
  deny,
  IAM,
  OWNER,
  REPOSITORY,
  role,
  user,
  withCondition,
  type Case,
  type StatementJson,
} from './case';

const ACTION = `${IAM}/reference_policies_elements_action.html`;
const NOT_ACTION = `${IAM}/reference_policies_elements_notaction.html`;
const RESOURCE = `${IAM}/reference_policies_elements_resource.html`;
const NOT_RESOURCE = `${IAM}/reference_policies_elements_notresource.html`;
const VARIABLES = `${IAM}/reference_policies_variables.html`;
const GRAMMAR = `${IAM}/reference_policies_grammar.html`;

const byIdentity = (
  name: string,
  source: string,
  statement: StatementJson,
  isAllowed: boolean,
  rest: Partial<Case> = {},
): Case => ({ name, source, identity: [statement], verdict: isAllowed ? 'allowed' : 'denied', ...rest });

const repository = (name: string) => `arn:aws:ecr:eu-west-1:${OWNER}:repository/${name}`;
/** An identity policy that allows everything, and a Deny statement. */
const denied = (statement: StatementJson) => ({ identity: [allow('*'), statement] });
const USER = { caller: user(OWNER) };

export const ACTIONS: readonly Case[] = [
  byIdentity('the same action', ACTION, allow('ecr:BatchGetImage'), true),
  byIdentity('ignores case in the policy', `${ACTION}, "case insensitive"`, allow('ECR:batchgetimage'), true),
  byIdentity(
    'ignores case in the request',
    `${ACTION}, "case insensitive"`,
    allow('ecr:BatchGetImage'),
    true,
    {
      action: 'ecr:BATCHGETIMAGE',
    },
  ),
  byIdentity('one of several actions', ACTION, allow(['ecr:PutImage', 'ecr:BatchGetImage']), true),
  byIdentity('another action', ACTION, allow('ecr:PutImage'), false),
  byIdentity('every action of the service', `${ACTION}, s3:*`, allow('ecr:*'), true),
  byIdentity('a wildcard in the name', `${ACTION}, iam:*AccessKey*`, allow('ecr:*Get*'), true),
  byIdentity('a single-character wildcard', `${ACTION}, wildcards`, allow('ecr:BatchGetImag?'), true),
  byIdentity(
    'a single-character wildcard requires one character',
    `${ACTION}, wildcards`,
    allow('ecr:BatchGetImage?'),
    false,
  ),
  byIdentity('another service', `${ACTION}, service namespace`, allow('s3:*'), false),
  byIdentity(
    'NotAction with another action',
    `${NOT_ACTION}, with Allow`,
    { Effect: 'Allow', NotAction: 'ecr:DeleteRepository', Resource: '*' },
    true,
  ),
  byIdentity(
    'NotAction with this action',
    `${NOT_ACTION}, with Allow`,
    { Effect: 'Allow', NotAction: 'ecr:Batch*', Resource: '*' },
    false,
  ),
  byIdentity(
    'a deny with NotAction for this action',
    `${NOT_ACTION}, with Deny`,
    allow(),
    true,
    denied({ Effect: 'Deny', NotAction: 'ecr:BatchGetImage', Resource: '*' }),
  ),
  byIdentity(
    'a deny with NotAction for another service',
    `${NOT_ACTION}, with Deny`,
    allow(),
    false,
    denied({ Effect: 'Deny', NotAction: 'iam:*', Resource: '*' }),
  ),
  byIdentity(
    'a deny without MFA, and no MFA',
    `${NOT_ACTION}, example DenyAllUsersNotUsingMFA`,
    allow(),
    false,
    denied({
      Effect: 'Deny',
      NotAction: 'iam:*',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
  ),
  byIdentity('a deny without MFA, and MFA', `${NOT_ACTION}, example DenyAllUsersNotUsingMFA`, allow(), true, {
    ...denied({
      Effect: 'Deny',
      NotAction: 'iam:*',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    }),
    context: { 'aws:MultiFactorAuthPresent': 'true' },
  }),
];

export const RESOURCES: readonly Case[] = [
  byIdentity('the same repository', RESOURCE, allow('*', REPOSITORY), true),
  byIdentity('another repository', RESOURCE, allow('*', repository('team/api')), false),
  byIdentity(
    'one of several resources',
    `${RESOURCE}#reference_policies_elements_resource_multiple-resources`,
    allow('*', [repository('x'), REPOSITORY]),
    true,
  ),
  byIdentity(
    'a wildcard matches slashes',
    `${RESOURCE}, "including characters like a forward slash"`,
    allow('*', repository('*')),
    true,
  ),
  byIdentity('a wildcard in the middle', `${RESOURCE}, /*/test/*`, allow('*', repository('*/a*p')), true),
  byIdentity(
    'a wildcard followed by text',
    `${RESOURCE}, "would not match the following objects"`,
    allow('*', repository('*/app/*')),
    false,
  ),
  byIdentity(
    'a wildcard at the end of an ARN matches colons',
    `${RESOURCE}, "beyond the colon boundaries"`,
    allow('*', 'arn:aws:ecr:*'),
    true,
  ),
  byIdentity('a single-character wildcard', `${RESOURCE}, ?`, allow('*', repository('team/a?p')), true),
  byIdentity('a prefix with a wildcard', `${RESOURCE}, *`, allow('*', repository('team/*')), true),
  byIdentity(
    'resource names are case-sensitive',
    `${RESOURCE}, "is case sensitive"`,
    allow('*', repository('Team/app')),
    false,
  ),
  byIdentity('another Region', RESOURCE, allow('*', `arn:aws:ecr:us-east-1:${OWNER}:repository/*`), false),
  byIdentity(
    'another partition',
    RESOURCE,
    allow('*', `arn:aws-cn:ecr:eu-west-1:${OWNER}:repository/*`),
    false,
  ),
  byIdentity('any Region and account', RESOURCE, allow('*', 'arn:*:ecr:*:*:repository/team/app'), true),
  byIdentity(
    'an incomplete ARN',
    `${GRAMMAR}#policies-grammar-notes-strings, "by adding wildcard characters"`,
    allow('*', 'arn:aws:ecr'),
    true,
  ),
  byIdentity(
    'an incomplete ARN of another service',
    `${GRAMMAR}#policies-grammar-notes-strings`,
    allow('*', 'arn:aws:sqs'),
    false,
  ),
  byIdentity(
    'NotResource with another repository',
    NOT_RESOURCE,
    { Effect: 'Allow', Action: '*', NotResource: repository('x') },
    true,
  ),
  byIdentity(
    'NotResource with this repository',
    NOT_RESOURCE,
    { Effect: 'Allow', Action: '*', NotResource: [repository('x'), repository('team/*')] },
    false,
  ),
  byIdentity(
    'a deny with NotResource for this repository',
    `${NOT_RESOURCE}, HRPayroll`,
    allow(),
    true,
    denied({ Effect: 'Deny', Action: 'ecr:*', NotResource: REPOSITORY }),
  ),
  byIdentity(
    'a deny with NotResource for other repositories',
    `${NOT_RESOURCE}, HRPayroll`,
    allow(),
    false,
    denied({ Effect: 'Deny', Action: 'ecr:*', NotResource: [repository('a'), repository('b/*')] }),
  ),
  {
    name: 'a repository policy without Resource applies to its repository',
    source: `${IAM}/reference_policies_elements_resource.html, and a policy of https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html`,
    repositoryPolicy: [{ Effect: 'Allow', Principal: '*', Action: 'ecr:BatchGetImage' }],
    verdict: 'allowed',
  },
  {
    name: 'a repository policy with Resource applies to that resource',
    source: `${RESOURCE}, "the objects that the statement applies to"`,
    repositoryPolicy: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: repository('team/api') }],
    verdict: 'denied',
  },
  {
    name: 'an incomplete ARN stays incomplete in a repository policy',
    source: `${GRAMMAR}#policies-grammar-notes-strings, "in an identity-based policy"`,
    repositoryPolicy: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: 'arn:aws:ecr' }],
    verdict: 'denied',
  },
];

const TEAM = '${aws:PrincipalTag/team}';

export const VARIABLE_CASES: readonly Case[] = [
  byIdentity(
    'a variable with the name of the user',
    `${RESOURCE}#reference_policies_elements_resource_policy-variables`,
    allow('*', repository('${aws:username}/app')),
    true,
    {
      caller: user(OWNER, 'team'),
    },
  ),
  byIdentity(
    'a variable with the name of another user',
    `${RESOURCE}#reference_policies_elements_resource_policy-variables`,
    allow('*', repository('${aws:username}/app')),
    false,
    USER,
  ),
  byIdentity(
    'a variable without a value, because a role has no user name',
    `${VARIABLES}#principaltable`,
    allow('*', repository('${aws:username}*')),
    false,
  ),
  byIdentity(
    'ignores case in the key',
    `${VARIABLES}, "key names are case-insensitive"`,
    allow('*', repository('${AWS:UserName}/app')),
    true,
    {
      caller: user(OWNER, 'team'),
    },
  ),
  byIdentity(
    'a variable with a tag of the caller',
    `${VARIABLES}#policy-vars-using-variables`,
    allow('*', repository(`${TEAM}/*`)),
    true,
    {
      context: { 'aws:PrincipalTag/team': 'team' },
    },
  ),
  byIdentity(
    'a variable with another tag',
    `${VARIABLES}#policy-vars-using-variables`,
    allow('*', repository(`${TEAM}/*`)),
    false,
    {
      context: { 'aws:PrincipalTag/team': 'red' },
    },
  ),
  byIdentity(
    'a variable without a value, because the caller has no tag',
    `${VARIABLES}#policy-vars-no-value, "will not match any resource"`,
    allow('*', repository(`${TEAM}*`)),
    false,
  ),
  byIdentity(
    'a variable with a default and no tag',
    `${VARIABLES}#policy-vars-default-values`,
    allow('*', repository("${aws:PrincipalTag/none, 'team'}/app")),
    true,
  ),
  byIdentity(
    'a variable with a default and a tag',
    `${VARIABLES}#policy-vars-default-values`,
    allow('*', repository("${aws:PrincipalTag/team, 'team'}/app")),
    false,
    {
      context: { 'aws:PrincipalTag/team': 'yellow' },
    },
  ),
  byIdentity(
    'several variables',
    `${VARIABLES}#policy-vars-resourceelement`,
    allow('*', repository('${aws:PrincipalTag/a}/${aws:PrincipalTag/b}')),
    true,
    {
      context: { 'aws:PrincipalTag/a': 'team', 'aws:PrincipalTag/b': 'app' },
    },
  ),
  byIdentity(
    'a variable in a condition',
    `${VARIABLES}#policy-vars-conditionelement`,
    withCondition(allow(), { StringEquals: { 'aws:ResourceTag/owner': '${aws:PrincipalTag/owner}' } }),
    true,
    {
      context: { 'aws:ResourceTag/owner': 'ann', 'aws:PrincipalTag/owner': 'ann' },
    },
  ),
  byIdentity(
    'a variable in an ARN condition',
    `${VARIABLES}#policy-vars-conditionelement`,
    withCondition(allow(), {
      ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::\${aws:ResourceAccount}:role/*` },
    }),
    true,
  ),
  ...(
    [
      ['account', 'arn:aws:ecr:eu-west-1:${aws:PrincipalAccount}:repository/*'],
      ['account, with a default', `arn:aws:ecr:eu-west-1:\${aws:PrincipalAccount, '${OWNER}'}:repository/*`],
      ['Region', `arn:aws:ecr:\${aws:RequestedRegion}:${OWNER}:repository/*`],
      ['a part of the Region', `arn:aws:ecr:\${aws:RequestedRegion}*:*:repository/*`],
      ['partition', 'arn:${aws:PrincipalTag/partition}:ecr:*:*:repository/*'],
      ['account of a short ARN', 'arn:aws:ecr:*:${aws:PrincipalAccount}'],
      ['whole ARN', '${aws:PrincipalTag/partition}'],
    ] as const
  ).map(([field, resource]) =>
    byIdentity(
      `a variable as the ${field} never matches`,
      `${VARIABLES}#policy-vars-wheretouse, "after the fifth colon"`,
      allow('*', resource),
      false,
      { context: { 'aws:PrincipalTag/partition': 'aws' }, reason: 'nobodyAllows' },
    ),
  ),
  byIdentity(
    'a Deny of a variable as the account never matches',
    `${VARIABLES}#policy-vars-wheretouse, "after the fifth colon"`,
    allow(),
    true,
    denied(deny('*', 'arn:aws:ecr:*:${aws:PrincipalAccount}:*')),
  ),
  byIdentity(
    'a variable after the fifth colon of an ARN with wildcards',
    `${VARIABLES}#policy-vars-wheretouse, "after the fifth colon"`,
    allow('*', 'arn:*:ecr:*:*:repository/${aws:PrincipalTag/team}/*'),
    true,
    { context: { 'aws:PrincipalTag/team': 'team' } },
  ),
  byIdentity(
    '${*} before the fifth colon is a character, not a variable',
    `${VARIABLES}#policy-vars-specialchars`,
    allow('*', ['arn:aws:ecr:${*}:*:*', REPOSITORY]),
    true,
  ),
  {
    name: 'a variable as the account in a registry policy never matches',
    source: `${VARIABLES}#policy-vars-wheretouse, "after the fifth colon"`,
    registryPolicy: [
      {
        ...withCondition(allow('*', 'arn:aws:ecr:eu-west-1:${aws:PrincipalAccount}:repository/*'), {}),
        Principal: '*',
      },
    ],
    verdict: 'denied',
  },
  byIdentity(
    '${*} is a literal asterisk',
    `${VARIABLES}#policy-vars-specialchars`,
    allow('*', repository('team/${*}')),
    false,
  ),
  byIdentity(
    'a condition on the account of the caller',
    `${IAM}/reference_policies_condition-keys.html#condition-keys-principalaccount`,
    withCondition(deny('*'), { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } }),
    false,
    {
      identity: [
        allow(),
        withCondition(deny(), { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } }),
      ],
      reason: 'explicitDeny',
    },
  ),
  byIdentity(
    'a condition on the type of a role',
    `${VARIABLES}#principaltable`,
    withCondition(allow(), { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }),
    true,
    { caller: role(OWNER) },
  ),
  byIdentity(
    'a condition on the type of a user',
    `${VARIABLES}#principaltable`,
    withCondition(allow(), { StringEquals: { 'aws:PrincipalType': 'User' } }),
    true,
    USER,
  ),
];
