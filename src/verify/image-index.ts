import type { LiveImage } from '../live/images/image';

/** The images of one repository in one registry. */
export class ImageIndex {
  private readonly byDigest = new Map<string, LiveImage>();
  private readonly digestByTag = new Map<string, string>();

  public static async read(pages: AsyncIterable<readonly LiveImage[]>): Promise<ImageIndex> {
    const index = new ImageIndex();
    for await (const page of pages) index.add(page);
    return index;
  }

  public add(page: readonly LiveImage[]): void {
    for (const image of page) {
      this.byDigest.set(image.digest, image);
      for (const tag of image.tags) this.digestByTag.set(tag, image.digest);
    }
  }

  public get(digest: string): LiveImage | undefined {
    return this.byDigest.get(digest);
  }

  public has(digest: string): boolean {
    return this.byDigest.has(digest);
  }

  /** Returns the digest of the image with a tag, or undefined if there is none. */
  public digestOf(tag: string): string | undefined {
    return this.digestByTag.get(tag);
  }

  public images(): Iterable<LiveImage> {
    return this.byDigest.values();
  }
}
