import type { RepositoryName } from '../../aws/names';
import type { Region } from '../../aws/partitions';
import { compareText } from '../../base/collections';
import { isRejectedWith } from '../failure';
import type { AwsSession, CallOutput } from '../session';
import type { ImageReader, LiveImage, ReplicationStatus } from './image';

/** The calls of a session that reading images requires. */
export type ImageSession = Pick<AwsSession, 'call'>;

export function createImageReader(session: ImageSession, region: Region): ImageReader {
  return {
    pages: (repository) => readPages(session, region, repository),
    statuses: (repository, digest) => readStatuses(session, region, repository, digest),
  };
}

/** The largest page: "This value can be between 1 and 1000." */
const PAGE_SIZE = 1_000;

async function* readPages(
  session: ImageSession,
  region: Region,
  repositoryName: RepositoryName,
): AsyncGenerator<readonly LiveImage[]> {
  let nextToken: string | undefined;
  do {
    const page = await readPage(session, region, repositoryName, nextToken);
    if (page === undefined) return;
    yield imagesIn(page);
    nextToken = page.nextToken;
  } while (nextToken !== undefined && nextToken !== '');
}

type Page = CallOutput<'ecr:DescribeImages'>;

/** Returns undefined if the repository does not exist. It can be deleted while the command runs. */
async function readPage(
  session: ImageSession,
  region: Region,
  repositoryName: RepositoryName,
  nextToken: string | undefined,
): Promise<Page | undefined> {
  const request = {
    repositoryName,
    maxResults: PAGE_SIZE,
    // Without it, ECR leaves out archived images.
    filter: { imageStatus: 'ANY' as const },
    ...(nextToken === undefined ? {} : { nextToken }),
  };
  try {
    return await session.call('ecr:DescribeImages', request, region);
  } catch (error) {
    if (isRejectedWith(error, 'RepositoryNotFoundException')) return undefined;
    throw error;
  }
}

function imagesIn({ imageDetails = [] }: Page): readonly LiveImage[] {
  return imageDetails.flatMap((detail): readonly LiveImage[] => {
    const { imageDigest, imageTags = [], imageStatus, imagePushedAt, imageManifestMediaType } = detail;
    if (imageDigest === undefined) return [];
    return [
      {
        digest: imageDigest,
        tags: [...imageTags].sort(compareText),
        isArchived: imageStatus === 'ARCHIVED',
        pushedAt: imagePushedAt?.toISOString(),
        mediaType: imageManifestMediaType,
      },
    ];
  });
}

async function readStatuses(
  session: ImageSession,
  region: Region,
  repositoryName: RepositoryName,
  imageDigest: string,
): Promise<readonly ReplicationStatus[]> {
  const request = { repositoryName, imageId: { imageDigest } };
  try {
    const { replicationStatuses = [] } = await session.call(
      'ecr:DescribeImageReplicationStatus',
      request,
      region,
    );
    return replicationStatuses.flatMap(({ registryId, region: destination, status, failureCode }) =>
      registryId === undefined || destination === undefined || status === undefined
        ? []
        : [{ accountId: registryId, region: destination, status, failureCode }],
    );
  } catch (error) {
    const isDeleted = NOT_FOUND.some((code) => isRejectedWith(error, code));
    if (isDeleted) return [];
    throw error;
  }
}

const NOT_FOUND = ['ImageNotFoundException', 'RepositoryNotFoundException'] as const;
