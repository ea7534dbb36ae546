import type { RegistryId } from './arn';
import type { AccountId, RepositoryName } from './names';
import { PARTITIONS, type PartitionId } from './partitions';

/** The IAM identity of a role or user. */
export interface IdentityId {
  readonly kind: 'role' | 'user';
  readonly partition: PartitionId;
  readonly accountId: AccountId;
  /** Starts and ends with `/`. Usually `/`. */
  readonly path: string;
  /** Unique among the roles or users of the account, regardless of the path. */
  readonly name: string;
}

/**
 * The name of the inline policy of every role and user. Inline policies of a role have unique names, so two
 * declarations that grant access to one role overwrite each other's policy.
 */
export const IDENTITY_POLICY_NAME = 'ecr-topology';

export function identityArn({ kind, partition, accountId, path, name }: IdentityId): string {
  return `arn:${partition}:iam::${accountId}:${kind}${path}${name}`;
}

/** Returns the parts of the ARN of a role or user, or undefined if the text is not one. */
export function parseIdentityArn(arn: string): IdentityId | undefined {
  const match = /^arn:([a-z-]+):iam::([0-9]{12}):(role|user)(\/(?:[!-~]+\/)?)([\w+=,.@-]{1,64})$/.exec(arn);
  const [, partitionId = '', accountId = '', kind, path = '', name = ''] = match ?? [];
  const partition = PARTITIONS.find(({ id }) => id === partitionId);
  if (partition === undefined || (kind !== 'role' && kind !== 'user')) return undefined;
  // The pattern matches 12 digits, so this is an account ID.
  return { kind, partition: partition.id, accountId: accountId as AccountId, path, name };
}

/**
 * Returns whether AWS manages the role and does not allow attaching policies: service-linked roles and roles of
 * IAM Identity Center. Their names are reserved, so the name is sufficient if the path is unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export function isProtected({ kind, path, name }: IdentityId): boolean {
  if (kind !== 'role') return false;
  return (
    /^\/(aws-service-role|aws-reserved)\//.test(path) || /^(AWSServiceRoleFor|AWSReservedSSO_)/.test(name)
  );
}

/**
 * Returns an ARN pattern for a role that AWS manages, because the ARN of a session does not contain the path of
 * the role. The path of an IAM Identity Center role contains a Region, except in us-east-1, and its name ends
 * with 16 digits that change if the permission set is assigned again. `*` and `?` have the meaning of an IAM
 * condition.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function protectedRolePattern({ partition, accountId, name }: IdentityId): string {
  const permissionSet = /^AWSReservedSSO_.*(?=_[0-9a-f]{16}$)/.exec(name)?.[0];
  const path = name.startsWith('AWSReservedSSO_') ? 'aws-reserved/sso.amazonaws.com' : 'aws-service-role';
  return `arn:${partition}:iam::${accountId}:role/${path}/*${permissionSet === undefined ? name : `${permissionSet}_${'?'.repeat(16)}`}`;
}

/**
 * Returns a name for a policy that the user attaches for one repository. Policy names are unique in a role, so
 * the name differs from the policy of the topology and from those for other repositories. IAM allows 128
 * characters.
 */
export function attachedPolicyName({ accountId, region }: RegistryId, repository: RepositoryName): string {
  return `ecr-${accountId}-${region}-${repository.replaceAll('/', '.')}`.slice(0, 128);
}
