import { isAccountId, type AccountId, type RepositoryName } from './names';
import { getPartition, PARTITIONS, type PartitionId, type Region } from './partitions';

/** One registry as AWS itself identifies it. */
export interface RegistryId {
  readonly accountId: AccountId;
  readonly region: Region;
}

/** The principal that stands for every identity of an account. */
export function accountRootArn(partition: PartitionId, account: AccountId): string {
  return `arn:${partition}:iam::${account}:root`;
}

/** The parts of the ARN of an account root, or undefined where the text is none. */
export function parseAccountRootArn(
  arn: string,
): { readonly partition: PartitionId; readonly accountId: AccountId } | undefined {
  const [, id = '', accountId = ''] = /^arn:([a-z-]+):iam::([0-9]+):root$/.exec(arn) ?? [];
  const partition = PARTITIONS.find((each) => each.id === id)?.id;
  return partition === undefined || !isAccountId(accountId) ? undefined : { partition, accountId };
}

/**
 * The ARN of a repository or, where `name` ends with `*`, of all that start with what precedes it.
 */
export function repositoryArn(registry: RegistryId, name: RepositoryName | `${string}*`): string {
  const { id } = getPartition(registry.region);
  return `arn:${id}:ecr:${registry.region}:${registry.accountId}:repository/${name}`;
}

/** The host that `docker login` takes. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
export function registryHost(registry: RegistryId): string {
  const { dnsSuffix } = getPartition(registry.region);
  return `${registry.accountId}.dkr.ecr.${registry.region}.${dnsSuffix}`;
}

/** What `docker pull` and `docker push` take, without a tag. */
export function repositoryUrl(registry: RegistryId, name: RepositoryName): string {
  return `${registryHost(registry)}/${name}`;
}

/** One text for one registry, to compare and sort by. */
export function registryKey(registry: RegistryId): string {
  return `${registry.accountId}/${registry.region}`;
}

/** The same for a person: `111111111111 in ap-northeast-1`. What a plan does not tell is a text that says so. */
export function registryText({ accountId, region }: RegistryId): string {
  return `${accountId} in ${region}`;
}
