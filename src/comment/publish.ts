import { readMarker } from '../report/format/comment';
import type { Clock } from './api/client';
import { CommentError } from './api/comment-error';
import type { CommentHost, OwnComment } from './host';
import type { CommentText } from './parts';

/** What happened to one comment. */
export interface PublishedComment {
  readonly outcome: 'created' | 'deleted' | 'unchanged' | 'updated';
  readonly url: string;
}

/** GitHub: "wait at least one second between each request" that writes. */
const WRITE_INTERVAL = 1_000;

const MAX_CREATE_ATTEMPTS = 4;

/**
 * Creates or updates the comments of a text. Deletes the parts of an earlier, longer text.
 * @throws CommentError if a request fails
 */
export async function publishComments(
  host: CommentHost,
  { id, bodies }: CommentText,
  clock: Clock,
): Promise<readonly PublishedComment[]> {
  const publisher = new Publisher(host, id, clock);
  return publisher.publish(bodies);
}

class Publisher {
  private readonly published: PublishedComment[] = [];

  public constructor(
    private readonly host: CommentHost,
    private readonly id: string | undefined,
    private readonly clock: Clock,
  ) {}

  public async publish(bodies: readonly string[]): Promise<readonly PublishedComment[]> {
    const existing = await this.listParts();
    const kept = new Set<OwnComment>();
    for (const [index, body] of bodies.entries()) {
      const part = index + 1;
      const comment = existing.find((each) => partOf(each) === part);
      if (comment !== undefined) kept.add(comment);
      await this.publishPart(part, body, comment);
    }
    for (const comment of existing) {
      if (!kept.has(comment)) await this.remove(comment);
    }
    return this.published;
  }

  /** Two jobs that run at the same time can create the same part twice. */
  private async listParts(): Promise<readonly OwnComment[]> {
    const own = await this.host.listOwn();
    return own.filter(({ body }) => {
      const marker = readMarker(body);
      return marker !== undefined && marker.id === this.id;
    });
  }

  private async publishPart(part: number, body: string, existing: OwnComment | undefined): Promise<void> {
    if (existing?.body.trimEnd() === body.trimEnd()) {
      this.published.push({ outcome: 'unchanged', url: existing.url });
      return;
    }
    await this.pauseBetweenWrites();
    const updated = existing === undefined ? undefined : await this.host.update(existing.id, body);
    if (updated === undefined) await this.create(part, body);
    else this.published.push({ outcome: 'updated', url: updated.url });
  }

  /** Looks for the comment before it sends it again, because only the response may have been lost. */
  private async create(part: number, body: string): Promise<void> {
    for (let attempt = 1; attempt <= MAX_CREATE_ATTEMPTS; attempt += 1) {
      const created =
        (await this.host.create(body, attempt)) ??
        (await this.listParts()).find((each) => partOf(each) === part);
      if (created !== undefined) {
        this.published.push({ outcome: 'created', url: created.url });
        return;
      }
    }
    throw new CommentError('The code host did not confirm the comment. Run the command again later.');
  }

  private async remove(comment: OwnComment): Promise<void> {
    await this.pauseBetweenWrites();
    await this.host.remove(comment.id);
    this.published.push({ outcome: 'deleted', url: comment.url });
  }

  private async pauseBetweenWrites(): Promise<void> {
    if (this.published.some(({ outcome }) => outcome !== 'unchanged')) await this.clock.sleep(WRITE_INTERVAL);
  }
}

function partOf({ body }: OwnComment): number | undefined {
  return readMarker(body)?.part;
}
