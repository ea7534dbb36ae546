import { createHash } from 'node:crypto';
import type { PutImageRequest, PutImageResponse } from '@aws-sdk/client-ecr';
import { AwsError, invalidParameter } from '../aws-error';
import { repositoryNameOf, required } from '../parameters';
import { asList, isJson } from '../stored-json';
import type { ImageState, RegistryState, RepositoryState, World } from '../world';
import { registryOf, repositoryIn, type EcrContext } from './context';
import { findImage, storeImage } from './images';
import { tryParse } from './policies';
import { replicatePush } from './replicate';
import { isImmutable } from './tags';

/** Stores a manifest, and replicates it: a push is what ECR replicates. Layers are not checked. */
export function putImage(context: EcrContext, input: PutImageRequest): PutImageResponse {
  const registry = registryOf(context, input);
  const repository = repositoryIn(registry, repositoryNameOf(input));
  const manifest = required(input.imageManifest, 'imageManifest');
  const pushed = imageFromManifest(context.world, manifest, input.imageManifestMediaType);
  const { imageTag: tag, imageDigest } = input;
  if (imageDigest !== undefined && imageDigest !== pushed.digest) {
    throw new AwsError(
      'ImageDigestDoesNotMatchException',
      `Image digest '${imageDigest}' does not match the digest that Amazon ECR calculated for the image: '${pushed.digest}'`,
    );
  }
  checkChildren(registry, repository, pushed);
  checkTag(registry, repository, pushed.digest, tag);
  storeImage(repository, pushed, tag);
  replicatePush(context.world, registry, repository, pushed.digest, tag);
  return {
    image: {
      registryId: registry.accountId,
      repositoryName: repository.name,
      imageId: { imageDigest: pushed.digest, ...(tag === undefined ? {} : { imageTag: tag }) },
      imageManifest: manifest,
      imageManifestMediaType: pushed.mediaType,
    },
  };
}

function imageFromManifest({ now }: World, text: string, givenType: string | undefined): ImageState {
  const manifest = tryParse(text);
  if (!isJson(manifest)) throw invalidParameter('imageManifest', 'Invalid JSON syntax');
  const mediaType = givenType ?? manifest.mediaType;
  if (typeof mediaType !== 'string') {
    throw invalidParameter(
      'imageManifestMediaType',
      'must not be null, because the manifest has no mediaType',
    );
  }
  return {
    digest: digestOf(text),
    tags: new Set(),
    manifest: text,
    mediaType,
    artifactMediaType: artifactTypeOf(manifest),
    size: sizeOf(manifest),
    status: 'ACTIVE',
    pushedAt: now,
    children: asList(manifest.manifests).flatMap((each) =>
      isJson(each) && typeof each.digest === 'string' ? each.digest : [],
    ),
    replicationStatuses: new Map(),
  };
}

export function digestOf(manifest: string): string {
  return `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
}

function artifactTypeOf({ config, artifactType }: Readonly<Record<string, unknown>>): string | undefined {
  const type = artifactType ?? (isJson(config) ? config.mediaType : undefined);
  return typeof type === 'string' ? type : undefined;
}

function sizeOf({ config, layers, manifests }: Readonly<Record<string, unknown>>): number {
  return [config, ...asList(layers), ...asList(manifests)].reduce<number>(
    (size, each) => size + (isJson(each) && typeof each.size === 'number' ? each.size : 0),
    0,
  );
}

function checkChildren(
  { accountId }: RegistryState,
  { name, images }: RepositoryState,
  { children }: ImageState,
): void {
  const missing = children.filter((digest) => !images.has(digest));
  if (missing.length === 0) return;
  throw new AwsError(
    'ReferencedImagesNotFoundException',
    `Images with digests '[${missing.join(', ')}]' required for pushing image into repository with name '${name}' in the registry with id '${accountId}' do not exist`,
  );
}

function checkTag(
  { accountId }: RegistryState,
  repository: RepositoryState,
  digest: string,
  tag: string | undefined,
): void {
  const { name, images } = repository;
  const isStored = tag === undefined ? images.has(digest) : images.get(digest)?.tags.has(tag) === true;
  if (isStored) {
    const subject =
      tag === undefined ? `Image with digest '${digest}'` : `Image with digest '${digest}' and tag '${tag}'`;
    throw new AwsError(
      'ImageAlreadyExistsException',
      `${subject} already exists in the repository with name '${name}' in registry with id '${accountId}'`,
    );
  }
  if (
    tag !== undefined &&
    findImage(repository, { imageTag: tag }) !== undefined &&
    isImmutable(repository, tag)
  ) {
    throw new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
    );
  }
}
