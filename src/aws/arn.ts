import { isAccountId, type AccountId, type RepositoryName } from './names';
import { getPartition, PARTITIONS, type PartitionId, type Region } from './partitions';

/** The AWS identity of a registry. */
export interface RegistryId {
  readonly accountId: AccountId;
  readonly region: Region;
}

/** Returns the ARN of the principal that represents every identity of an account. */
export function accountRootArn(partition: PartitionId, account: AccountId): string {
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
export function registryHost(registry: RegistryId): string {
  const { dnsSuffix } = getPartition(registry.region);
  return `${registry.accountId}.dkr.ecr.${registry.region}.${dnsSuffix}`;
}

/** Returns the URL that `docker pull` and `docker push` require, without a tag. */
export function repositoryUrl(registry: RegistryId, name: RepositoryName): string {
  return `${registryHost(registry)}/${name}`;
}

/** Returns a key that is unique for each registry, for comparing and sorting. */
export function registryKey(registry: RegistryId): string {
  return `${registry.accountId}/${registry.region}`;
}

/**
 * Returns the registry for a message: `111111111111 in ap-northeast-1`. If a plan does not contain the account
 * or Region, the text of that field says so.
 */
export function registryText({ accountId, region }: RegistryId): string {
  return `${accountId} in ${region}`;
}
