import { isProtected, protectedRolePattern, type Grantee, type IdentityId } from '../registry';

/** One role or user, by itself or by a pattern. */
export type SingleGrantee = Extract<Grantee, { kind: 'identity' | 'viaAccountRoot' }>;

/**
 * How a grant names a role or user. A role that AWS keeps goes by a pattern: its path is not in a session's ARN, the end
 * of its name changes when its permission set is assigned anew, and AWS refuses a principal that it does not find.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function granteeOf(identity: IdentityId): SingleGrantee {
  return isProtected(identity)
    ? { kind: 'viaAccountRoot', accountId: identity.accountId, arn: protectedRolePattern(identity) }
    : { kind: 'identity', identity };
}

/** The permission set of IAM Identity Center that a role belongs to, or undefined where it belongs to none. */
export function permissionSetOf({ name }: IdentityId): string | undefined {
  if (!name.startsWith(SSO)) return undefined;
  return name.slice(SSO.length).replace(/_[0-9a-f]{16}$/, '');
}

const SSO = 'AWSReservedSSO_';
