import type { KnownRegistryId } from '../aws/arn';
import type { RegistryName, RepositoryName } from '../aws/names';
import type { Failure } from '../live/failure';

/** A repository that a declared rule replicates from one registry to another. */
export interface ImageRoute {
  readonly from: RegistryName;
  readonly to: RegistryName;
  readonly repository: RepositoryName;
}

/** The differences between the images of a source repository and those of its replica. */
export interface ImageComparison extends ImageRoute {
  /** Whether the destination registry contains the repository. ECR creates it with the first image if it may. */
  readonly hasRepository: boolean;
  /** How many images of the source the destination should contain. */
  readonly expected: number;
  readonly missing: ListedImages<MissingImage>;
  readonly different: ListedImages<DifferentImage>;
  readonly kept: ListedImages<KeptImage>;
}

/** At most `MAX_LISTED` images, and the number of all. */
export interface ListedImages<Image> {
  readonly count: number;
  /** Tagged images first, sorted by tag and digest. */
  readonly images: readonly Image[];
}

interface ImageId {
  readonly digest: string;
  /** Tags in the source, or in the destination for an image that the destination keeps. Sorted. */
  readonly tags: readonly string[];
}

/** An image of the source that the destination lacks. */
export interface MissingImage extends ImageId {
  readonly pushedAt: string | undefined;
  readonly mediaType: string | undefined;
  /** Tags of this image that another image of the destination has. */
  readonly conflictingTags: readonly ConflictingTag[];
  readonly replication: ReplicationState;
}

export interface ConflictingTag {
  readonly tag: string;
  /** The digest of the image that has the tag in the destination. */
  readonly digest: string;
}

/** What ECR reports about the replication of a missing image. */
export type ReplicationState =
  | { readonly kind: 'failed'; readonly failureCode: string | undefined }
  | { readonly kind: 'in-progress' }
  /** The image was replicated, and then deleted in the destination. */
  | { readonly kind: 'complete' }
  /** ECR has no status: the image was pushed before the rule existed. */
  | { readonly kind: 'not-replicated' }
  /** The status was not read: too many images are missing, or the call failed. */
  | { readonly kind: 'unknown' };

/** An image that both registries contain, with other tags or archived in the destination. */
export interface DifferentImage extends ImageId {
  /** Tags of the source that no image of the destination has. */
  readonly missingTags: readonly string[];
  readonly conflictingTags: readonly ConflictingTag[];
  /** Tags that only the destination has. ECR does not replicate the removal of a tag. */
  readonly keptTags: readonly string[];
  readonly isArchived: boolean;
}

/** An image that the source no longer contains. ECR does not replicate deletions. */
export interface KeptImage extends ImageId {
  readonly isArchived: boolean;
}

/** The result of `verify --images`, and the basis of the plan of `backfill`. */
export interface ImageVerification {
  /** Every route that was compared, also those without differences. Sorted by source, destination and repository. */
  readonly comparisons: readonly ImageComparison[];
  readonly unreadable: readonly UnreadableImages[];
}

/** Images, or the status of their replication, that could not be read. */
export interface UnreadableImages {
  readonly registry: KnownRegistryId;
  readonly part: 'images' | 'replicationStatus';
  readonly name: RepositoryName;
  readonly failure: Failure;
}

export function hasDifferences({ missing, different, kept }: ImageComparison): boolean {
  return missing.count > 0 || different.count > 0 || kept.count > 0;
}

/** Leaves out what only destinations contain: images and tags that were deleted in the source. */
export function withoutKept({ comparisons, unreadable }: ImageVerification): ImageVerification {
  return {
    comparisons: comparisons.map((comparison) => {
      const { different } = comparison;
      const images = different.images
        .map((image) => ({ ...image, keptTags: [] }))
        .filter(
          ({ missingTags, conflictingTags, isArchived }) =>
            missingTags.length + conflictingTags.length > 0 || isArchived,
        );
      const count = different.count - (different.images.length - images.length);
      return { ...comparison, different: { count, images }, kept: { count: 0, images: [] } };
    }),
    unreadable,
  };
}
