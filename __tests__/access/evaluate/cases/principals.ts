import {
  EVERYTHING,
  grant,
  IAM,
  OTHER,
  OWNER,
  role,
  root,
  session,
  user,
  withCondition,
  type Case,
} from './case';

const PRINCIPAL = `${IAM}/reference_policies_elements_principal.html`;

/** The identity policy allows everything, so that the repository policy decides. */
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
    'a role matches its sessions',
    `${PRINCIPAL}#principal-roles`,
    session(OTHER, 's'),
    role(OTHER),
    true,
  ),
  fromOther(
    'a role does not match another role',
    `${PRINCIPAL}#principal-roles`,
    role(OTHER, 'cd'),
    role(OTHER),
    false,
  ),
  fromOther(
    'a role does not match a role of the same name in another account',
    `${PRINCIPAL}#principal-roles`,
    role(OTHER),
    role('333333333333'),
    false,
  ),
  fromOther(
    'a role does not match a user of the same name',
    `${PRINCIPAL}#principal-users`,
    user(OTHER, 'ci'),
    role(OTHER),
    false,
  ),
  {
    ...fromOther(
      'a role with a path matches its sessions, whose ARNs have no path',
      `${IAM}/reference_identifiers.html#identifiers-arns, assumed-role`,
      session(OTHER, 's'),
      `arn:aws:iam::${OTHER}:role/build/linux/ci`,
      true,
    ),
    isPathUnknown: true,
  },
  fromOther(
    'a session matches itself',
    `${PRINCIPAL}#principal-role-session`,
    session(OTHER, 's'),
    session(OTHER, 's'),
    true,
  ),
  fromOther(
    'a session does not match another session',
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
  fromOther(
    'an account matches every principal in it',
    `${PRINCIPAL}#principal-accounts`,
    user(OTHER),
    OTHER,
    true,
  ),
  fromOther(
    'an account does not match principals of other accounts',
    `${PRINCIPAL}#principal-accounts`,
    user(OTHER),
    '333333333333',
    false,
  ),
  fromOther(
    'a wildcard in a part of an ARN does not match',
    `${PRINCIPAL}, "you cannot use a wildcard to match part"`,
    role(OTHER),
    `arn:aws:iam::${OTHER}:role/*`,
    false,
  ),
  fromOther(
    'the unique ID of a deleted role matches no existing role',
    `${PRINCIPAL}#principal-roles, "no longer applies, even if you recreate the role"`,
    role(OTHER),
    'AROAEXAMPLEEXAMPLE123',
    false,
  ),
  fromOther(
    'a federated user does not match the user',
    `${PRINCIPAL}#sts-session-principals`,
    user(OTHER),
    `arn:aws:sts::${OTHER}:federated-user/ann`,
    false,
  ),
  ...(
    [
      ['the federated user', `arn:aws:sts::${OTHER}:federated-user/bob`, true],
      ['the account of the federated user', `arn:aws:iam::${OTHER}:root`, true],
      ['another federated user', `arn:aws:sts::${OTHER}:federated-user/ann`, false],
      ['a user of the name of the federated user', user(OTHER, 'bob'), false],
    ] as const
  ).map(([name, principal, isAllowed]) =>
    fromOther(
      `a federated user, allowed to ${name}`,
      `${PRINCIPAL}#sts-session-principals`,
      `arn:aws:sts::${OTHER}:federated-user/bob`,
      principal,
      isAllowed,
    ),
  ),
  {
    name: 'aws:PrincipalArn of a federated user is its own ARN',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn, "the ARN of the federated user"`,
    caller: `arn:aws:sts::${OWNER}:federated-user/bob`,
    identity: [
      {
        Effect: 'Allow',
        Action: '*',
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': `arn:aws:sts::${OWNER}:federated-user/b*` },
          StringEquals: { 'aws:PrincipalType': 'FederatedUser', 'aws:userid': `${OWNER}:bob` },
          Null: { 'aws:username': 'true' },
        },
      },
    ],
    verdict: 'allowed',
  },
  {
    name: 'every principal, written as AWS: *',
    source: `${PRINCIPAL}#principal-anonymous, "the following elements are equivalent"`,
    caller: user(OWNER),
    repositoryPolicy: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'ecr:*' }],
    verdict: 'allowed',
  },
  {
    name: 'a resource-based policy without Principal matches no principal',
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
    repositoryPolicy: [
      withCondition(grant('*'), { StringEquals: { 'aws:PrincipalOrgID': 'o-xxxxxxxxxxx' } }),
    ],
    verdict: 'allowed',
    reason: 'bothAllow',
  },
  {
    name: 'a role of an account, by a condition on the account',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn`,
    caller: session(OTHER, 's'),
    identity: EVERYTHING,
    repositoryPolicy: [
      withCondition(grant(root(OTHER)), { ArnLike: { 'aws:PrincipalArn': role(OTHER, 'c*') } }),
    ],
    verdict: 'allowed',
    reason: 'bothAllow',
  },
  {
    name: 'the ARN of a session in aws:PrincipalArn matches no principal',
    source: `${IAM}/reference_policies_condition-keys.html#condition-keys-principalarn, "do not specify the assumed role session ARN"`,
    caller: session(OTHER, 's'),
    identity: EVERYTHING,
    repositoryPolicy: [withCondition(grant('*'), { ArnLike: { 'aws:PrincipalArn': session(OTHER, 's') } })],
    verdict: 'denied',
    reason: 'resourceDoesNotAllow',
  },
];
