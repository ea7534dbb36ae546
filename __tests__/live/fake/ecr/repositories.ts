import type {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DeleteRepositoryRequest,
  DeleteRepositoryResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Repository,
} from '@aws-sdk/client-ecr';
import { AwsError, invalidParameter } from '../aws-error';
import { page } from '../pages';
import { checkLength, repositoryNameOf, required } from '../parameters';
import { partitionOf } from '../partitions';
import { repositoryArn, type RegistryState, type RepositoryState, type World } from '../world';
import { registryOf, repositoryIn, type EcrContext } from './context';

export function describeRepositories(
  context: EcrContext,
  input: DescribeRepositoriesRequest,
): DescribeRepositoriesResponse {
  const registry = registryOf(context, input);
  const { repositoryNames, nextToken, maxResults } = input;
  if (repositoryNames !== undefined) {
    checkLength(repositoryNames, 'repositoryNames', 100);
    if (nextToken !== undefined || maxResults !== undefined) {
      throw invalidParameter('repositoryNames', 'cannot be combined with nextToken or maxResults');
    }
    const named = repositoryNames.map((name) => repositoryIn(registry, name));
    return { repositories: named.map((each) => described(registry, each)) };
  }
  const list = {
    items: registry.repositories.values(),
    scope: scopeOf(registry, 'repositories'),
    keyOf: ({ name }: RepositoryState) => name,
  };
  const { items, ...rest } = page(context.world.options, list, input);
  return { repositories: items.map((each) => described(registry, each)), ...rest };
}

export function createRepository(
  context: EcrContext,
  input: CreateRepositoryRequest,
): CreateRepositoryResponse {
  const registry = registryOf(context, input);
  const name = repositoryNameOf(input);
  if (registry.repositories.has(name)) {
    throw new AwsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${registry.accountId}'`,
    );
  }
  const repository = newRepository(context.world, { ...input, repositoryName: name });
  registry.repositories.set(name, repository);
  return { repository: described(registry, repository) };
}

/** Returns a repository with the defaults of ECR. */
export function newRepository(
  { now }: World,
  input: Omit<CreateRepositoryRequest, 'registryId' | 'repositoryName'> & { readonly repositoryName: string },
): RepositoryState {
  const { imageTagMutabilityExclusionFilters = [], encryptionConfiguration, tags = [] } = input;
  return {
    name: input.repositoryName,
    createdAt: now,
    mutability: input.imageTagMutability ?? 'MUTABLE',
    exclusionFilters: imageTagMutabilityExclusionFilters,
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: encryptionConfiguration ?? { encryptionType: 'AES256' },
    tags: new Map(tags.map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    policy: undefined,
    lifecycle: undefined,
    images: new Map(),
  };
}

export function deleteRepository(
  context: EcrContext,
  input: DeleteRepositoryRequest,
): DeleteRepositoryResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  if (repository.images.size > 0 && input.force !== true) {
    throw new AwsError(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${registry.accountId}' cannot be deleted because it still contains images`,
    );
  }
  registry.repositories.delete(repository.name);
  return { repository: described(registry, repository) };
}

export function listTagsForResource(
  { own }: EcrContext,
  input: ListTagsForResourceRequest,
): ListTagsForResourceResponse {
  const arn = required(input.resourceArn, 'resourceArn');
  const prefix = repositoryArn(own, '');
  if (!arn.startsWith(prefix)) {
    throw invalidParameter('resourceArn', 'The specified ARN is not of a repository of this registry');
  }
  const { tags } = repositoryIn(own, arn.slice(prefix.length));
  return { tags: [...tags].map(([Key, Value]) => ({ Key, Value })) };
}

export function scopeOf({ accountId, region }: RegistryState, list: string): string {
  return `${accountId}/${region}/${list}`;
}

function described(registry: RegistryState, repository: RepositoryState): Repository {
  const { name, exclusionFilters, encryption } = repository;
  const { accountId, region } = registry;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    repositoryArn: repositoryArn(registry, name),
    registryId: accountId,
    repositoryName: name,
    repositoryUri: `${accountId}.dkr.ecr.${region}.${domain}/${name}`,
    createdAt: repository.createdAt,
    imageTagMutability: repository.mutability,
    ...(exclusionFilters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: [...exclusionFilters] }),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: withKey(encryption, registry),
  };
}

/** With KMS, ECR returns the ARN of the AWS managed key if the repository has no other. */
function withKey(
  encryption: RepositoryState['encryption'],
  { accountId, region }: RegistryState,
): RepositoryState['encryption'] {
  if (encryption.encryptionType === 'AES256' || encryption.kmsKey !== undefined) return encryption;
  return {
    ...encryption,
    kmsKey: `arn:${partitionOf(region)}:kms:${region}:${accountId}:key/00000000-0000-0000-0000-${accountId}`,
  };
}
