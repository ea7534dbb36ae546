import { UNKNOWN } from '../../../../src/model/unknown';
import {
  EVERYTHING,
  IAM,
  OTHER,
  OWNER,
  REPOSITORY,
  role,
  root,
  session,
  user,
  type Case,
  type StatementJson,
} from './case';
import { CODEBUILD, PROJECT } from './services';

const NOT_PRINCIPAL = `${IAM}/reference_policies_elements_notprincipal.html`;

const denyAllExcept = (...AWS: readonly string[]): StatementJson => ({
  Effect: 'Deny',
  NotPrincipal: { AWS },
  Action: 'ecr:*',
  Resource: REPOSITORY,
});

const excepted = (
  name: string,
  sentence: string,
  caller: string,
  exceptions: readonly string[],
  verdict: Case['verdict'],
): Case => ({
  name,
  source: `${NOT_PRINCIPAL}#notprincipal-key-points, ${sentence}`,
  caller,
  identity: EVERYTHING,
  repositoryPolicy: [denyAllExcept(...exceptions)],
  verdict,
});

const BOB = `arn:aws:sts::${OWNER}:federated-user/bob`;

export const NOT_PRINCIPALS: readonly Case[] = [
  excepted(
    'a federated user with its account',
    '"ARN of the federated user"',
    BOB,
    [root(OWNER), BOB],
    'allowed',
  ),
  excepted('another federated user', '"ARN of the federated user"', BOB, [root(OWNER), `${BOB}2`], 'denied'),
  excepted(
    'the account and the user are excepted',
    "the ARN for a user's account",
    user(OWNER),
    [root(OWNER), user(OWNER)],
    'allowed',
  ),
  excepted(
    'the account and the role are excepted',
    'both the ARN for a role and for the account',
    role(OWNER),
    [root(OWNER), role(OWNER)],
    'allowed',
  ),
  excepted(
    'the account, the role and the session are excepted',
    '"the account first, then the role, and then the assumed-role user"',
    session(OWNER, 's'),
    [root(OWNER), role(OWNER), session(OWNER, 's')],
    'allowed',
  ),
  excepted(
    'no principal of the account is excepted',
    '"denies access to all principals except"',
    role(OWNER),
    [role(OTHER), root(OTHER)],
    'denied',
  ),
  excepted(
    'only the user is excepted, not the account',
    '"the policy might deny access to the entire account"',
    user(OWNER),
    [user(OWNER)],
    'unknown',
  ),
  excepted(
    'only the session is excepted',
    '"the account first, then the role, and then the assumed-role user"',
    session(OWNER, 's'),
    [session(OWNER, 's')],
    'unknown',
  ),
  excepted(
    'only the account is excepted',
    '"AWS might validate the account first and then the user"',
    user(OWNER),
    [root(OWNER)],
    'unknown',
  ),
  excepted(
    'an account and another session of the role are excepted',
    '"the account first, then the role, and then the assumed-role user"',
    session(OWNER, 't'),
    [root(OWNER), session(OWNER, 's')],
    'denied',
  ),
  excepted(
    'a session of the role is excepted, and the session of the caller is unknown',
    '"the account first, then the role, and then the assumed-role user"',
    role(OWNER),
    [session(OWNER, 's')],
    'unknown',
  ),
  excepted(
    'another user of the account is excepted, with the account',
    '"denies access to all principals except"',
    user(OWNER),
    [root(OWNER), user(OWNER, 'bob')],
    'denied',
  ),
  excepted(
    'every principal is excepted',
    '"denies access to all principals except"',
    role(OWNER),
    ['*'],
    'allowed',
  ),
  {
    ...excepted(
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
    ...excepted(
      'an excepted role that may have a boundary',
      '"will always deny any principal that has a permissions boundary"',
      role(OWNER),
      [root(OWNER), role(OWNER)],
      'unknown',
    ),
    boundary: UNKNOWN,
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
    name: 'NotPrincipal with Allow is not supported, so its result is unknown',
    source: `${NOT_PRINCIPAL}, "using it with Allow is not supported"`,
    repositoryPolicy: [{ Effect: 'Allow', NotPrincipal: { AWS: OTHER }, Action: 'ecr:*' }],
    verdict: 'unknown',
  },
  {
    name: 'a boundary does not make NotPrincipal with Allow match an excepted principal',
    source: `${NOT_PRINCIPAL}#notprincipal-key-points, "with a Deny effect will always deny"`,
    boundary: EVERYTHING,
    repositoryPolicy: [
      { Effect: 'Allow', NotPrincipal: { AWS: [root(OWNER), role(OWNER)] }, Action: 'ecr:*' },
    ],
    verdict: 'denied',
    reason: 'nobodyAllows',
  },
];
