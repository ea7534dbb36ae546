import type {
  BatchDeleteImageRequest,
  BatchDeleteImageResponse,
  BatchGetImageRequest,
  BatchGetImageResponse,
  DescribeImagesRequest,
  DescribeImagesResponse,
  ImageDetail,
  ImageFailure,
  ImageFailureCode,
  ImageIdentifier,
  ListImagesRequest,
  ListImagesResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../aws-error';
import { page } from '../pages';
import { checkLength, repositoryNameOf, required } from '../parameters';
import type { ImageState, RegistryState, RepositoryState } from '../world';
import { registryOf, repositoryIn, type EcrContext } from './context';
import { scopeOf } from './repositories';

/** Returns each tag of each image, and each image without a tag. */
export function listImages(context: EcrContext, input: ListImagesRequest): ListImagesResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  const list = {
    items: imagesMatching(repository, input.filter).flatMap((image) => idsOf(image)),
    scope: scopeOf(registry, 'imageIds'),
    keyOf: ({ imageDigest = '', imageTag = '' }: ImageIdentifier) => `${imageDigest}${imageTag}`,
  };
  const { items, ...rest } = page(context.world.options, list, input);
  return { imageIds: items, ...rest };
}

export function describeImages(context: EcrContext, input: DescribeImagesRequest): DescribeImagesResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  if (input.imageIds !== undefined) {
    checkLength(input.imageIds, 'imageIds', 100);
    const found = input.imageIds.map((id) => imageOf(registry, repository, id));
    return { imageDetails: found.map((image) => detailOf(registry, repository, image)) };
  }
  const list = {
    items: imagesMatching(repository, input.filter),
    scope: scopeOf(registry, 'images'),
    keyOf: ({ digest }: ImageState) => digest,
  };
  const { items, ...rest } = page(context.world.options, list, input);
  return { imageDetails: items.map((image) => detailOf(registry, repository, image)), ...rest };
}

function imagesMatching(
  { images }: RepositoryState,
  filter: DescribeImagesRequest['filter'],
): readonly ImageState[] {
  const { tagStatus = 'ANY', imageStatus = 'ACTIVE' } = filter ?? {};
  return [...images.values()].filter(
    ({ tags, status }) =>
      (tagStatus === 'ANY' || (tagStatus === 'TAGGED') === tags.size > 0) &&
      (imageStatus === 'ANY' || imageStatus === status),
  );
}

export function idsOf({ digest, tags }: ImageState): readonly ImageIdentifier[] {
  return tags.size === 0
    ? [{ imageDigest: digest }]
    : [...tags].map((imageTag) => ({ imageDigest: digest, imageTag }));
}

function detailOf(registry: RegistryState, { name }: RepositoryState, image: ImageState): ImageDetail {
  return {
    registryId: registry.accountId,
    repositoryName: name,
    imageDigest: image.digest,
    ...(image.tags.size === 0 ? {} : { imageTags: [...image.tags] }),
    imageSizeInBytes: image.size,
    imagePushedAt: image.pushedAt,
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType === undefined ? {} : { artifactMediaType: image.artifactMediaType }),
    imageStatus: image.status,
  };
}

/** Returns the image of a digest or tag. A tag with a digest must be a tag of that image. */
export function findImage(
  { images }: RepositoryState,
  { imageDigest, imageTag }: ImageIdentifier,
): ImageState | undefined {
  const image =
    imageDigest === undefined
      ? [...images.values()].find(({ tags }) => imageTag !== undefined && tags.has(imageTag))
      : images.get(imageDigest);
  return image === undefined || imageTag === undefined || image.tags.has(imageTag) ? image : undefined;
}

/** Returns the image, or throws the error of ECR. */
export function imageOf(
  registry: RegistryState,
  repository: RepositoryState,
  id: ImageIdentifier,
): ImageState {
  const image = findImage(repository, id);
  if (image !== undefined) return image;
  const { imageDigest = 'null', imageTag = 'null' } = id;
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${imageDigest}', imageTag:'${imageTag}'} does not exist within the repository with name '${repository.name}' in the registry with id '${registry.accountId}'`,
  );
}

/** Adds an image or a tag. A tag of another image moves. */
export function storeImage(repository: RepositoryState, image: ImageState, tag: string | undefined): void {
  const stored = repository.images.get(image.digest) ?? image;
  repository.images.set(image.digest, stored);
  if (tag === undefined) return;
  for (const { tags } of repository.images.values()) tags.delete(tag);
  stored.tags.add(tag);
}

export function batchGetImage(context: EcrContext, input: BatchGetImageRequest): BatchGetImageResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  const ids = required(input.imageIds, 'imageIds');
  checkLength(ids, 'imageIds', 100);
  const found = ids.map((id) => ({ id, image: findImage(repository, id) }));
  return {
    images: found.flatMap(({ id, image }) =>
      image === undefined
        ? []
        : {
            registryId: registry.accountId,
            repositoryName: repository.name,
            imageId: { ...id, imageDigest: image.digest },
            imageManifest: image.manifest,
            imageManifestMediaType: image.mediaType,
          },
    ),
    failures: found.flatMap(({ id, image }) =>
      image === undefined ? failure(id, 'ImageNotFound', 'Requested image not found') : [],
    ),
  };
}

/** A tag deletes the tag, and the image if it was the last. A digest deletes the image with all its tags. */
export function batchDeleteImage(
  context: EcrContext,
  input: BatchDeleteImageRequest,
): BatchDeleteImageResponse {
  const repository = repositoryIn(registryOf(context, input), repositoryNameOf(input));
  const ids = required(input.imageIds, 'imageIds');
  checkLength(ids, 'imageIds', 100);
  const results = ids.map((id) => deleteImage(repository, id));
  return {
    imageIds: results.flatMap(({ deleted }) => deleted),
    failures: results.flatMap(({ failures }) => failures),
  };
}

function deleteImage(
  repository: RepositoryState,
  id: ImageIdentifier,
): { readonly deleted: readonly ImageIdentifier[]; readonly failures: readonly ImageFailure[] } {
  const { images } = repository;
  const { imageDigest, imageTag } = id;
  const fails = (code: ImageFailureCode, reason: string) => ({
    deleted: [],
    failures: [failure(id, code, reason)],
  });
  if (imageDigest === undefined && imageTag === undefined) {
    return fails('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null');
  }
  const image = findImage(repository, id);
  if (image === undefined) return fails('ImageNotFound', 'Requested image not found');
  const isLastTag = imageDigest === undefined && image.tags.size === 1;
  const parents = [...images.values()].filter(({ children }) => children.includes(image.digest));
  if (imageDigest === undefined && !isLastTag) {
    image.tags.delete(imageTag ?? '');
    return { deleted: [{ imageDigest: image.digest, ...id }], failures: [] };
  }
  if (parents.length > 0) {
    const list = parents.map(({ digest }) => digest).join(', ');
    return fails('ImageReferencedByManifestList', `Requested image referenced by manifest list: [${list}]`);
  }
  images.delete(image.digest);
  return { deleted: idsOf(image), failures: [] };
}

function failure(
  imageId: ImageIdentifier,
  failureCode: ImageFailureCode,
  failureReason: string,
): ImageFailure {
  return { imageId, failureCode, failureReason };
}
