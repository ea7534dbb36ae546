import { isAccountId, nameRule, type AccountId, type RepositoryName, type UnknownAccount } from './names';
import {
  getPartition,
  PARTITION_PATTERN,
  PARTITIONS,
  type PartitionId,
  type Region,
  type UnknownRegion,
} from './partitions';

/** The AWS identity of a registry. In a plan, the account or the Region may be unknown. */
export interface RegistryId {
  readonly accountId: AccountId | UnknownAccount;
  readonly region: Region | UnknownRegion;
}

/** The identity of a registry whose account and Region are known, such as a declared one. */
export interface KnownRegistryId extends RegistryId {
  readonly accountId: AccountId;
  readonly region: Region;
}

/** Returns the ARN of the principal that represents every identity of an account. */
export function accountRootArn(partition: PartitionId, account: AccountId | UnknownAccount): string {
  return `arn:${partition}:iam::${account}:root`;
}

/** Returns the partition and account ID of an account root ARN, or undefined if the text is not one. */
export function parseAccountRootArn(
  arn: string,
): { readonly partition: PartitionId; readonly accountId: AccountId } | undefined {
  const [, id = '', accountId = ''] = /^arn:([a-z-]+):iam::([0-9]+):root$/.exec(arn) ?? [];
  const partition = PARTITIONS.find((each) => each.id === id)?.id;
  return partition === undefined || !isAccountId(accountId) ? undefined : { partition, accountId };
}

/**
 * Returns the ARN of a repository, or, if `name` ends with `*`, the ARN pattern of every repository with that
 * prefix.
 */
export function repositoryArn(registry: RegistryId, name: RepositoryName | `${string}*`): string {
  const { id } = getPartition(registry.region);
  return `arn:${id}:ecr:${registry.region}:${registry.accountId}:repository/${name}`;
}

/**
 * Returns the host that `docker login` requires.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export function registryHost(registry: KnownRegistryId): string {
  const { dnsSuffix } = getPartition(registry.region);
  return `${registry.accountId}.dkr.ecr.${registry.region}.${dnsSuffix}`;
}

/** Returns the URL that `docker pull` and `docker push` require, without a tag. */
export function repositoryUrl(registry: KnownRegistryId, name: RepositoryName): string {
  return `${registryHost(registry)}/${name}`;
}

/** Returns a key that is unique for each registry, for comparing and sorting. */
export function registryKey(registry: RegistryId): string {
  return `${registry.accountId}/${registry.region}`;
}

/** Returns the registries by `registryKey`. */
export function registriesByKey<Item extends RegistryId>(
  registries: readonly Item[],
): ReadonlyMap<string, Item> {
  return new Map(registries.map((registry) => [registryKey(registry), registry]));
}

/**
 * Returns the registry for a message: `111111111111 in ap-northeast-1`. If a plan does not contain the account
 * or Region, the text of that field says so.
 */
export function registryText({ accountId, region }: RegistryId): string {
  return `${accountId} in ${region}`;
}

/** The IAM identity of a role or user. In a plan, the account may be unknown. */
export interface IdentityId {
  readonly kind: 'role' | 'user';
  readonly partition: PartitionId;
  readonly accountId: AccountId | UnknownAccount;
  /** Starts and ends with `/`. Usually `/`. */
  readonly path: string;
  /** Unique among the roles or users of the account, regardless of the path. */
  readonly name: string;
}

/** The IAM identity of a role or user whose account is known. */
export interface KnownIdentityId extends IdentityId {
  readonly accountId: AccountId;
}

export function isIdentityKnown(identity: IdentityId): identity is KnownIdentityId {
  return isAccountId(identity.accountId);
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
export function parseIdentityArn(arn: string): KnownIdentityId | undefined {
  const match = /^arn:([a-z-]+):iam::([0-9]{12}):(role|user)(\/(?:[!-~]+\/)?)([\w+=,.@-]{1,64})$/.exec(arn);
  const [, partitionId = '', accountId = '', kind, path = '', name = ''] = match ?? [];
  const partition = PARTITIONS.find(({ id }) => id === partitionId);
  if (partition === undefined || !isAccountId(accountId) || (kind !== 'role' && kind !== 'user')) {
    return undefined;
  }
  return { kind, partition: partition.id, accountId, path, name };
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
export function attachedPolicyName(
  { accountId, region }: KnownRegistryId,
  repository: RepositoryName,
): string {
  return `ecr-${accountId}-${region}-${repository.replaceAll('/', '.')}`.slice(0, 128);
}

/** The parts of the ARN of a KMS key or alias. */
export interface KmsKeyArn {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** The key ID or the alias name. */
  readonly id: string;
  readonly isAlias: boolean;
}

/** The ARN up to the resource type. */
const ARN_START = `arn:(${PARTITION_PATTERN}):kms:([a-z0-9-]+):([0-9]{12}):`;

export const KMS_KEY_ARN = nameRule(
  new RegExp(`^${ARN_START}(alias|key)/([A-Za-z0-9/_-]+)$`),
  'be the ARN of a KMS key: arn:aws:kms:<Region>:<12 digits>:key/<ID>',
);

/**
 * The forms of a KMS key that the S3 backend accepts.
 * https://docs.aws.amazon.com/kms/latest/developerguide/find-cmk-id-arn.html
 */
export const KMS_KEY = nameRule(
  new RegExp(`^((mrk-)?[0-9a-f-]{32,36}|(${ARN_START})?(key/[0-9a-z-]+|alias/[A-Za-z0-9/_-]+))$`),
  'be the ID or ARN of a KMS key, or an alias: alias/<name>',
);

/** Returns the parts of the ARN of a KMS key, or undefined if the text is not one. */
export function parseKmsKeyArn(arn: string): KmsKeyArn | undefined {
  const [, partition, region, accountId, kind, id] = KMS_KEY_ARN.pattern.exec(arn) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined || id === undefined) {
    return undefined;
  }
  return { partition, region, accountId, id, isAlias: kind === 'alias' };
}
