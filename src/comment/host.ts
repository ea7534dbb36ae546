import type { TextLimit } from './split/text-length';

/** A comment that the token's own user or app created. */
export interface OwnComment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

/** The comments of one pull request on a code host. */
export interface CommentHost {
  readonly limit: TextLimit;
  /** Lists the comments of the token's own user or app, the oldest first: any user can write the marker. */
  readonly listOwn: () => Promise<readonly OwnComment[]>;
  /** @returns undefined if the host did not respond, and may have created the comment */
  readonly create: (body: string, attempt: number) => Promise<OwnComment | undefined>;
  /** @returns undefined if the comment was deleted */
  readonly update: (id: number, body: string) => Promise<OwnComment | undefined>;
  readonly remove: (id: number) => Promise<void>;
}
