import type { RegistryId } from './arn';
import type { AccountId, RepositoryName } from './names';
import { PARTITIONS, type PartitionId } from './partitions';

/** A role or user, as IAM identifies it. */
export interface IdentityId {
  readonly kind: 'role' | 'user';
  readonly partition: PartitionId;
  readonly accountId: AccountId;
  /** Starts and ends with `/`; `/` alone for most. */
  readonly path: string;
  /** Unique among the roles (or users) of the account, whatever their paths. */
  readonly name: string;
}

/**
 * What the inline policy of every caller is called. A role has one policy of a name, so two declarations that grant
 * something to one role would overwrite each other's.
 */
export const IDENTITY_POLICY_NAME = 'ecr-topology';

export function identityArn({ kind, partition, accountId, path, name }: IdentityId): string {
  return `arn:${partition}:iam::${accountId}:${kind}${path}${name}`;
}

/** The parts of the ARN of a role or user, or undefined where the text is none. */
export function parseIdentityArn(arn: string): IdentityId | undefined {
  const match = /^arn:([a-z-]+):iam::([0-9]{12}):(role|user)(\/(?:[!-~]+\/)?)([\w+=,.@-]{1,64})$/.exec(arn);
  const [, partitionId = '', accountId = '', kind, path = '', name = ''] = match ?? [];
  const partition = PARTITIONS.find(({ id }) => id === partitionId);
  if (partition === undefined || (kind !== 'role' && kind !== 'user')) return undefined;
  // The pattern asks for 12 digits, which is what an AccountId is.
  return { kind, partition: partition.id, accountId: accountId as AccountId, path, name };
}

/**
 * Whether AWS keeps a role and lets nobody attach a policy to it: the roles of services, and of IAM Identity Center. Their
 * names are reserved too, so a name tells where the path is not known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
 */
export function isProtected({ kind, path, name }: IdentityId): boolean {
  if (kind !== 'role') return false;
  return (
    /^\/(aws-service-role|aws-reserved)\//.test(path) || /^(AWSServiceRoleFor|AWSReservedSSO_)/.test(name)
  );
}

/**
 * A pattern for the ARN of a role that AWS keeps, for its path is not in the ARN of a session. The path of a role of IAM
 * Identity Center holds a Region, unless it is us-east-1, and its name ends in 16 digits that are others when the
 * permission set is assigned anew. `*` and `?` as IAM takes them in a condition.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
export function protectedRolePattern({ partition, accountId, name }: IdentityId): string {
  const set = /^AWSReservedSSO_.*(?=_[0-9a-f]{16}$)/.exec(name)?.[0];
  const path = name.startsWith('AWSReservedSSO_') ? 'aws-reserved/sso.amazonaws.com' : 'aws-service-role';
  return `arn:${partition}:iam::${accountId}:role/${path}/*${set === undefined ? name : `${set}_${'?'.repeat(16)}`}`;
}

/**
 * What to call a policy that is attached by hand, for one repository: a role has one policy of a name, and this is
 * neither the one of the topology nor that for another repository. IAM takes 128 characters.
 */
export function attachedPolicyName({ accountId, region }: RegistryId, repository: RepositoryName): string {
  return `ecr-${accountId}-${region}-${repository.replaceAll('/', '.')}`.slice(0, 128);
}
