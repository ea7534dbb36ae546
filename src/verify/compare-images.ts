import { compareText } from '../base/collections';
import type { LiveImage } from '../live/images/image';
import type { ImageIndex } from './image-index';
import type {
  DifferentImage,
  ImageComparison,
  ImageRoute,
  KeptImage,
  ListedImages,
  MissingImage,
  ConflictingTag,
} from './images';

/** What the comparison of one route needs to know about the registries. */
export interface RouteImages {
  readonly route: ImageRoute;
  readonly source: ImageIndex;
  /** Other registries that replicate the repository to the destination. */
  readonly otherSources: readonly ImageIndex[];
  /** Registries that replicate the repository to the source. ECR does not replicate their images again. */
  readonly origins: readonly ImageIndex[];
  /** Whether images reach the destination in other ways, so that the source does not have to contain them. */
  readonly hasOwnImages: boolean;
}

/** The most images of a kind that a result lists for each route. The number of all images is always exact. */
const MAX_LISTED = 1_000;

/**
 * Compares a source with a destination, of which it receives the images page by page. Only the source and the
 * differences are kept in memory.
 */
export class RouteComparison {
  private readonly seen = new Set<string>();
  /** The digest of the destination, for each tag that the source gives to another image. */
  private readonly otherDigests = new Map<string, string>();
  private readonly different: PendingDifference[] = [];
  private readonly kept: KeptImage[] = [];

  public constructor(private readonly input: RouteImages) {}

  public add(page: readonly LiveImage[]): void {
    for (const image of page) this.addImage(image);
  }

  /** Returns the images that the destination lacks. The newest first, because their replication has a status. */
  public missing(): readonly LiveImage[] {
    return [...this.input.source.images()]
      .filter((image) => this.isExpected(image) && !this.seen.has(image.digest))
      .sort((a, b) => compareText(b.pushedAt ?? '', a.pushedAt ?? '') || compareText(a.digest, b.digest));
  }

  /** @param missing the images of `missing()`, in any order */
  public result(hasRepository: boolean, missing: readonly MissingImage[], count: number): ImageComparison {
    return {
      ...this.input.route,
      hasRepository,
      expected: this.expectedCount(),
      missing: { count, images: sortImages(missing) },
      different: listed(this.different.flatMap((each) => this.finish(each))),
      kept: listed(this.kept),
    };
  }

  /** Returns the tags of an image that other images have in the destination. */
  public conflictingTags(tags: readonly string[]): readonly ConflictingTag[] {
    return tags.flatMap((tag) => {
      const digest = this.otherDigests.get(tag);
      return digest === undefined ? [] : [{ tag, digest }];
    });
  }

  private addImage(image: LiveImage): void {
    const { source } = this.input;
    for (const tag of image.tags) {
      const owner = source.digestOf(tag);
      if (owner !== undefined && owner !== image.digest) this.otherDigests.set(tag, image.digest);
    }
    const original = source.get(image.digest);
    if (original !== undefined) {
      this.seen.add(image.digest);
      if (this.isExpected(original)) this.addDifference(original, image);
    } else if (!this.isFromElsewhere(image)) {
      const { digest, tags, isArchived } = image;
      this.kept.push({ digest, tags, isArchived });
    }
  }

  private addDifference(original: LiveImage, replica: LiveImage): void {
    const difference: PendingDifference = {
      original,
      tags: original.tags.filter((tag) => !replica.tags.includes(tag)),
      keptTags: replica.tags.filter((tag) => this.isKeptTag(tag)),
      isArchived: replica.isArchived,
    };
    const { tags, keptTags, isArchived } = difference;
    if (tags.length > 0 || keptTags.length > 0 || isArchived) this.different.push(difference);
  }

  private isKeptTag(tag: string): boolean {
    const { source, otherSources, hasOwnImages } = this.input;
    return !hasOwnImages && [source, ...otherSources].every((each) => each.digestOf(tag) === undefined);
  }

  private isFromElsewhere({ digest }: LiveImage): boolean {
    return this.input.hasOwnImages || this.input.otherSources.some((each) => each.has(digest));
  }

  /** ECR replicates neither archived images nor images that were replicated to the source. */
  private isExpected({ digest, isArchived }: LiveImage): boolean {
    return !isArchived && !this.input.origins.some((each) => each.has(digest));
  }

  private expectedCount(): number {
    let count = 0;
    for (const image of this.input.source.images()) if (this.isExpected(image)) count += 1;
    return count;
  }

  /** After all pages: only then it is known which tags other images of the destination have. */
  private finish({ original, tags, keptTags, isArchived }: PendingDifference): readonly DifferentImage[] {
    const conflictingTags = this.conflictingTags(tags);
    const missingTags = tags.filter((tag) => !this.otherDigests.has(tag));
    return [
      { digest: original.digest, tags: original.tags, missingTags, conflictingTags, keptTags, isArchived },
    ];
  }
}

interface PendingDifference {
  readonly original: LiveImage;
  /** Tags of the original that the replica does not have. */
  readonly tags: readonly string[];
  readonly keptTags: readonly string[];
  readonly isArchived: boolean;
}

function listed<Image extends SortedImage>(images: readonly Image[]): ListedImages<Image> {
  return { count: images.length, images: sortImages(images).slice(0, MAX_LISTED) };
}

interface SortedImage {
  readonly digest: string;
  readonly tags: readonly string[];
}

/** Tagged images first, because people know images by their tags. */
function sortImages<Image extends SortedImage>(images: readonly Image[]): readonly Image[] {
  return images.toSorted((a, b) => compareText(sortKey(a), sortKey(b)));
}

function sortKey({ tags, digest }: SortedImage): string {
  const [first] = tags;
  return first === undefined ? `1 ${digest}` : `0 ${first} ${digest}`;
}

/** Returns the missing images that the result lists: the newest ones. */
export function listedMissing(missing: readonly LiveImage[]): readonly LiveImage[] {
  return missing.slice(0, MAX_LISTED);
}
