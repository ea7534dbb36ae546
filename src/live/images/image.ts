import type { RepositoryName } from '../../aws/names';

/** An image in a repository. A multi-architecture image and each of its manifests are images of their own. */
export interface LiveImage {
  /** `sha256:…` */
  readonly digest: string;
  /** Sorted. Empty for an untagged image, such as a manifest of a multi-architecture image. */
  readonly tags: readonly string[];
  /** Whether the image is archived, so that it cannot be pulled. */
  readonly isArchived: boolean;
  /** ISO 8601, in UTC. For a replica, when it was replicated. */
  readonly pushedAt: string | undefined;
  readonly mediaType: string | undefined;
}

/** The result of the last replication of an image to a destination, as ECR reports it in the source registry. */
export interface ReplicationStatus {
  readonly accountId: string;
  readonly region: string;
  readonly status: 'COMPLETE' | 'FAILED' | 'IN_PROGRESS';
  readonly failureCode: string | undefined;
}

/** Reads the images of one registry. Each function throws an `AwsError` if the call fails. */
export interface ImageReader {
  /** Returns the pages of a repository. Yields nothing if the repository does not exist. */
  readonly pages: (repository: RepositoryName) => AsyncIterable<readonly LiveImage[]>;
  /** Returns one status for each destination. Empty if the image was never replicated or does not exist. */
  readonly statuses: (repository: RepositoryName, digest: string) => Promise<readonly ReplicationStatus[]>;
}
