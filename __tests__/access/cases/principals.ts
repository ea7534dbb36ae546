import {
  ECR,
  EVERYTHING,
  grant,
  IAM,
  OTHER,
  OWNER,
  REPOSITORY,
  role,
  root,
  session,
  user,
  when,
  type Case,
  type Written,
} from './case';

const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html`;
const NOT_PRINCIPAL = `${IAM}/reference_policies_elements_notprincipal.html`;
const LAMBDA =
  'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions';

/** Everything of the identity side is allowed, so that the repository policy decides. */
const fromOther = (
  name: string,
  source: string,
  caller: string,
  principal: unknown,
  isNamed: boolean,
): Case => ({
  name,
  source,
  caller,
  identity: EVERYTHING,
  repositoryPolicy: [grant(principal)],
  verdict: isNamed ? 'allowed' : 'denied',
  reason: isNamed ? 'bothAllow' : 'resourceDoesNotAllow',
});

export const PRINCIPALS: readonly Case[] = [
  fromOther(
    'a role names its sessions',
    `${PRINCIPAL}#principal-roles`,
    session(OTHER, 's'),
    role(OTHER),
    true,
  ),
  fromOther(
    'a role does not name another role',
    `${PRINCIPAL}#principal-roles`,
    role(OTHER, 'cd'),
    role(OTHER),
    false,
  ),
  fromOther(
    'nor the same name in another account',
    `${PRINCIPAL}#principal-roles`,
    role(OTHER),
    role('333333333333'),
    false,
  ),
  fromOther(
    'nor a user of the same name',
    `${PRINCIPAL}#principal-users`,
    user(OTHER, 'ci'),
    role(OTHER),
    false,
  ),
  fromOther(
    'a role with a path names its sessions, whose ARNs have none',
    `${IAM}/reference_identifiers.html#identifiers-arns, assumed-role`,
    session(OTHER, 's'),
    `arn:aws:iam::${OTHER}:role/build/linux/ci`,
    true,
  ),
  fromOther(
    'a session names itself',
    `${PRINCIPAL}#principal-role-session`,
    session(OTHER, 's'),
    session(OTHER, 's'),
    true,
  ),
  fromOther(
    'a session does not name another',
    `${PRINCIPAL}#principal-role-session`,
    session(OTHER, 't'),
    session(OTHER, 's'),
    false,
  ),
  fromOther(
    'user names are case-sensitive',
    `${PRINCIPAL}#principal-users, "is case sensitive"`,
    user(OTHER, 'Ann'),
    user(OTHER),
    false,
  ),
  fromOther(
    'one of several principals',
    `${PRINCIPAL}#Principal_specifying, "a logical OR"`,
    role(OTHER),
    [user(OTHER), '333333333333', role(OTHER)],
    true,
  ),
  fromOther('an account names everybody in it', `${PRINCIPAL}#principal-accounts`, user(OTHER), OTHER, true),
  fromOther(
    'an account names nobody else',
    `${PRINCIPAL}#principal-accounts`,
    user(OTHER),
    '333333333333',
    false,
  ),
  fromOther(
    'no wildcard in a part of an ARN',
    `${PRINCIPAL}, "you cannot use a wildcard to match part"`,
    role(OTHER),
    `arn:aws:iam::${OTHER}:role/*`,
    false,
  ),
  fromOther(
    'the unique id of a role that is gone names no role that is there',
    `${PRINCIPAL}#principal-roles, "no longer applies, even if you recreate the role"`,
    role(OTHER),
    'AROAEXAMPLEEXAMPLE123',
    false,
  ),
  fromOther(
    'a federated user is not the user',
    `${PRINCIPAL}#sts-session-principals`,
    user(OTHER),
    `arn:aws:sts::${OTHER}:federated-user/ann`,
    false,
  ),
  {
    name: 'everybody, written as AWS: *',
    source: `${PRINCIPAL}#principal-anonymous, "the following elements are equivalent"`,
    caller: user(OWNER),
    repositoryPolicy: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'ecr:*' }],
    verdict: 'allowed',
  },
  {
    name: 'without Principal a resource-based policy names nobody',
    source: `${IAM}/reference_policies_grammar.html#policies-grammar-notes, "required in resource-based policies"`,
    repositoryPolicy: [{ Effect: 'Allow', Action: 'ecr:*' }],
    verdict: 'denied',
    reason: 'nobodyAllows',
  },
  {
    name: 'an organization, by a condition',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalorgid`,
    caller: role(OTHER),
    identity: EVERYTHING,
    context: { 'aws:PrincipalOrgID': 'o-xxxxxxxxxxx' },
    repositoryPolicy: [when(grant('*'), { StringEquals: { 'aws:PrincipalOrgID': 'o-xxxxxxxxxxx' } })],
    verdict: 'allowed',
    reason: 'bothAllow',
  },
  {
    name: 'a role of an account, by a condition on the account',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    caller: session(OTHER, 's'),
    identity: EVERYTHING,
    repositoryPolicy: [when(grant(root(OTHER)), { ArnLike: { 'aws:PrincipalArn': role(OTHER, 'c*') } })],
    verdict: 'allowed',
    reason: 'bothAllow',
  },
  {
    name: 'the ARN of a session in aws:PrincipalArn is nobody',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn, "do not specify the assumed role session ARN"`,
    caller: session(OTHER, 's'),
    identity: EVERYTHING,
    repositoryPolicy: [when(grant('*'), { ArnLike: { 'aws:PrincipalArn': session(OTHER, 's') } })],
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
];

const CODEBUILD: Written = {
  Effect: 'Allow',
  Principal: { Service: 'codebuild.amazonaws.com' },
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
  Resource: '*',
  Condition: {
    ArnLike: { 'aws:SourceArn': 'arn:aws:codebuild:us-east-1:123456789012:project/project-name' },
    StringEquals: { 'aws:SourceAccount': '123456789012' },
  },
};
const PROJECT = {
  'aws:SourceArn': 'arn:aws:codebuild:us-east-1:123456789012:project/project-name',
  'aws:SourceAccount': '123456789012',
};

export const SERVICES: readonly Case[] = [
  {
    name: 'a service that a repository policy names needs no identity policy',
    source: `${ECR}/repository-policy-examples.html#IAM_service_linked`,
    caller: 'codebuild.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [CODEBUILD],
    verdict: 'allowed',
    reason: 'resourceAllows',
  },
  {
    name: 'another service',
    source: `${PRINCIPAL}#principal-services`,
    caller: 'lambda.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [CODEBUILD],
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
  {
    name: 'the service for another project',
    source: `${ECR}/repository-policy-examples.html#IAM_service_linked, "to scope which resources"`,
    caller: 'codebuild.amazonaws.com',
    context: { ...PROJECT, 'aws:SourceArn': 'arn:aws:codebuild:us-east-1:123456789012:project/another' },
    repositoryPolicy: [CODEBUILD],
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
  {
    name: 'the service for whom is not known',
    source: `${ECR}/repository-policy-examples.html#IAM_service_linked, "to scope which resources"`,
    caller: 'codebuild.amazonaws.com',
    isPartial: true,
    repositoryPolicy: [CODEBUILD],
    verdict: 'unknown',
    reason: 'notKnown',
  },
  {
    name: 'a role never has the SourceArn of a service',
    source: `${IAM}/reference_policies_elements_condition_operators.html#Conditions_ARN, "if an IAM user attempts this directly"`,
    caller: role(OWNER),
    isPartial: true,
    repositoryPolicy: [when(grant('*'), CODEBUILD.Condition)],
    verdict: 'denied',
    reason: 'nobodyAllows',
  },
  {
    name: 'the Lambda functions of another account',
    source: LAMBDA,
    caller: 'lambda.amazonaws.com',
    context: { 'aws:SourceArn': `arn:aws:lambda:eu-west-1:${OTHER}:function:resize` },
    repositoryPolicy: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'ecr:BatchGetImage',
        Condition: { ArnLike: { 'aws:sourceARN': `arn:aws:lambda:eu-west-1:${OTHER}:function:*` } },
      },
    ],
    verdict: 'allowed',
    reason: 'resourceAllows',
  },
  {
    name: 'a deny that spares services',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalisawsservice, example`,
    caller: 'codebuild.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [
      CODEBUILD,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'ecr:*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-111bbb22' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
    verdict: 'allowed',
    reason: 'resourceAllows',
  },
  {
    name: 'the same deny does not spare a role from elsewhere',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalisawsservice, example`,
    identity: EVERYTHING,
    repositoryPolicy: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'ecr:*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-111bbb22' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ],
    verdict: 'denied',
    reason: 'explicitDeny',
  },
  {
    name: 'a deny for all but one service',
    source: `${NOT_PRINCIPAL}#notprincipal-alternative-service-principal`,
    caller: 'lambda.amazonaws.com',
    repositoryPolicy: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'ecr:*' },
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'ecr:*',
        Condition: { StringNotEqualsIfExists: { 'aws:PrincipalServiceName': 'codebuild.amazonaws.com' } },
      },
    ],
    verdict: 'denied',
    reason: 'explicitDeny',
  },
];

const denyAllBut = (...AWS: readonly string[]): Written => ({
  Effect: 'Deny',
  NotPrincipal: { AWS },
  Action: 'ecr:*',
  Resource: REPOSITORY,
});

const spared = (
  name: string,
  sentence: string,
  caller: string,
  but: readonly string[],
  verdict: Case['verdict'],
): Case => ({
  name,
  source: `${NOT_PRINCIPAL}#notprincipal-key-points, ${sentence}`,
  caller,
  identity: EVERYTHING,
  repositoryPolicy: [denyAllBut(...but)],
  verdict,
});

export const NOT_PRINCIPALS: readonly Case[] = [
  spared(
    'account and user are both excepted',
    "the ARN for a user's account",
    user(OWNER),
    [root(OWNER), user(OWNER)],
    'allowed',
  ),
  spared(
    'account and role are both excepted',
    'both the ARN for a role and for the account',
    role(OWNER),
    [root(OWNER), role(OWNER)],
    'allowed',
  ),
  spared(
    'account, role and session are excepted',
    '"the account first, then the role, and then the assumed-role user"',
    session(OWNER, 's'),
    [root(OWNER), role(OWNER), session(OWNER, 's')],
    'allowed',
  ),
  spared(
    'nobody of the account is excepted',
    '"denies access to all principals except"',
    role(OWNER),
    [role(OTHER), root(OTHER)],
    'denied',
  ),
  spared(
    'the user alone is excepted, not the account',
    '"the policy might deny access to the entire account"',
    user(OWNER),
    [user(OWNER)],
    'unknown',
  ),
  spared(
    'the session alone is excepted',
    '"the account first, then the role, and then the assumed-role user"',
    session(OWNER, 's'),
    [session(OWNER, 's')],
    'unknown',
  ),
  spared(
    'the account alone is excepted',
    '"AWS might validate the account first and then the user"',
    user(OWNER),
    [root(OWNER)],
    'unknown',
  ),
  spared(
    'an account and another session of the role are excepted',
    '"the account first, then the role, and then the assumed-role user"',
    session(OWNER, 't'),
    [root(OWNER), session(OWNER, 's')],
    'denied',
  ),
  spared(
    'a session of the role is excepted, and which session it is is not known',
    '"the account first, then the role, and then the assumed-role user"',
    role(OWNER),
    [session(OWNER, 's')],
    'unknown',
  ),
  spared(
    'another user of the account is excepted, with the account',
    '"denies access to all principals except"',
    user(OWNER),
    [root(OWNER), user(OWNER, 'bob')],
    'denied',
  ),
  spared('everybody is excepted', '"denies access to all principals except"', role(OWNER), ['*'], 'allowed'),
  {
    ...spared(
      'an excepted role with a boundary',
      '"will always deny any principal that has a permissions boundary"',
      role(OWNER),
      [root(OWNER), role(OWNER)],
      'denied',
    ),
    boundary: EVERYTHING,
    reason: 'explicitDeny',
  },
  {
    ...spared(
      'an excepted role that may have a boundary',
      '"will always deny any principal that has a permissions boundary"',
      role(OWNER),
      [root(OWNER), role(OWNER)],
      'unknown',
    ),
    boundary: 'notKnown',
  },
  {
    name: 'an excepted service',
    source: `${NOT_PRINCIPAL}, "IAM user, …, AWS account, AWS service"`,
    caller: 'codebuild.amazonaws.com',
    context: PROJECT,
    repositoryPolicy: [
      CODEBUILD,
      { Effect: 'Deny', NotPrincipal: { Service: 'codebuild.amazonaws.com' }, Action: 'ecr:*' },
    ],
    verdict: 'allowed',
  },
  {
    name: 'NotPrincipal with Allow is not supported, so nothing follows from it',
    source: `${NOT_PRINCIPAL}, "using it with Allow is not supported"`,
    repositoryPolicy: [{ Effect: 'Allow', NotPrincipal: { AWS: OTHER }, Action: 'ecr:*' }],
    verdict: 'unknown',
  },
];
