import type { AccessKeys, Principal } from './access-keys';
import { AwsError } from './aws-error';
import { queryResponse, type HttpResponse } from './responses';

const SESSION_MS = 60 * 60 * 1000;

/** Performs an operation of STS. Any role of any account can be assumed. Undefined if there is no such operation. */
export function callSts(
  keys: AccessKeys,
  caller: Principal,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): HttpResponse | undefined {
  switch (operation) {
    case 'GetCallerIdentity':
      return queryResponse('sts', operation, {
        Arn: caller.arn,
        UserId: caller.userId,
        Account: caller.accountId,
      });
    case 'AssumeRole':
      return assumeRole(keys, operation, input);
    default:
      return undefined;
  }
}

/** Assumes a role with the token of a pipeline, which is not checked. The request has no signature. */
export function assumeRoleWithWebIdentity(
  keys: AccessKeys,
  input: Readonly<Record<string, unknown>>,
): HttpResponse {
  return assumeRole(keys, WEB_IDENTITY, input);
}

export const WEB_IDENTITY = 'AssumeRoleWithWebIdentity';

function assumeRole(
  keys: AccessKeys,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): HttpResponse {
  const { RoleArn: roleArn, RoleSessionName: sessionName } = input;
  if (typeof roleArn !== 'string' || !/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/.+$/.test(roleArn)) {
    throw new AwsError('ValidationError', `${String(roleArn)} is invalid`);
  }
  if (typeof sessionName !== 'string') throw new AwsError('ValidationError', 'roleSessionName is required');
  const { principal, key } = keys.ofSession(roleArn, sessionName);
  return queryResponse('sts', operation, {
    Credentials: {
      AccessKeyId: key.accessKeyId,
      SecretAccessKey: key.secretAccessKey,
      SessionToken: key.sessionToken,
      // The SDK compares it with the real time.
      Expiration: new Date(Date.now() + SESSION_MS).toISOString(),
    },
    AssumedRoleUser: { AssumedRoleId: principal.userId, Arn: principal.arn },
    PackedPolicySize: 0,
  });
}
