import { isProtected, protectedRolePattern, type IdentityId } from '../../aws/arn.identity';
import type { Grantee } from '../../aws/policy/principals';

/** One role or user, named directly or by a pattern. */
export type SingleGrantee = Extract<Grantee, { kind: 'identity' | 'viaAccountRoot' }>;

/**
 * Returns the principal of a grant to a role or user. A role that AWS manages needs a pattern: the ARN of a session
 * does not contain its path, the suffix of its name changes with each assignment of its permission set, and AWS refuses
 * a principal that does not exist.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function granteeOf(identity: IdentityId): SingleGrantee {
  return isProtected(identity)
    ? { kind: 'viaAccountRoot', accountId: identity.accountId, arn: protectedRolePattern(identity) }
    : { kind: 'identity', identity };
}

/** Returns the IAM Identity Center permission set that a role belongs to, or undefined if it belongs to none. */
export function permissionSetOf({ name }: IdentityId): string | undefined {
  if (!name.startsWith(SSO)) return undefined;
  return name.slice(SSO.length).replace(/_[0-9a-f]{16}$/, '');
}

const SSO = 'AWSReservedSSO_';
