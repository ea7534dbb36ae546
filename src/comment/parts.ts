import { markerLine, readMarker } from '../report/format/comment';
import { CommentError } from './api/comment-error';
import { splitMarkdown } from './split/split-markdown';
import type { TextLimit } from './split/text-length';

/** More comments would hide the conversation. */
const MAX_PARTS = 20;

/**
 * Returns the comments for a Markdown text. Each starts with its marker. A text that is too long for one comment has
 * several.
 * @param id the ID of the comment. Undefined: the ID in the marker of the text, if it has one
 * @throws CommentError if the text is too long for 20 comments
 */
export function commentParts(text: string, id: string | undefined, limit: TextLimit): CommentText {
  const marker = readMarker(text);
  const commentId = id ?? marker?.id;
  const content = marker?.rest ?? text;
  const whole = `${markerLine({ id: commentId, part: 1 })}\n${content}`;
  if (limit.lengthOf(whole) <= limit.max) return { id: commentId, bodies: [whole] };
  // The longest lines before and after the text of a part.
  const room = limit.max - limit.lengthOf(partBody('', MAX_PARTS - 1, MAX_PARTS, commentId));
  // Splitting a text of this length would take long.
  const isTooLong = limit.lengthOf(content) > MAX_PARTS * room;
  const parts = isTooLong ? [] : splitMarkdown(content, { ...limit, max: room });
  if (isTooLong || parts.length > MAX_PARTS) {
    throw new CommentError(
      `The text is too long for ${MAX_PARTS} comments of ${limit.max.toLocaleString('en')} characters. Set a lower --limit when you run 'ecr-topology check'.`,
    );
  }
  const bodies = parts.map((part, index) => partBody(part, index + 1, parts.length, commentId));
  return { id: commentId, bodies };
}

export interface CommentText {
  readonly id: string | undefined;
  /** The comment, or its parts in their order. */
  readonly bodies: readonly string[];
}

function partBody(text: string, part: number, count: number, id: string | undefined): string {
  const before = part === 1 ? '' : `*Part ${part} of ${count}, continued from part ${part - 1}.*\n\n`;
  const after = part === count ? '' : `\n*Continued in part ${part + 1} of ${count}.*\n`;
  return `${markerLine({ id, part })}\n${before}${text}${after}`;
}

/**
 * Adds a link to the report page below the heading, so that it is in the first comment of a long text.
 * @param url a URL that `isLinkUrl` accepts
 */
export function withReportLink(text: string, url: string): string {
  const link = `Report: [the topology, its access and this review](${url})`;
  const heading = /^## .*$/m;
  return heading.test(text)
    ? text.replace(heading, (line) => `${line}\n\n${link}`)
    : `${text.trimEnd()}\n\n${link}\n`;
}

/** Returns whether a text is a URL that does not end a Markdown link. */
export function isLinkUrl(text: string): boolean {
  return /^https?:\/\/[^\s()<>[\]`\\]+$/.test(text);
}

/**
 * Returns the text of a comment for a check that wrote no result. It replaces the review of an earlier commit.
 * @param request `pull request` or `merge request`
 */
export function notCheckedText(
  request: string,
  run: { readonly noun: string; readonly url: string | undefined },
): string {
  const { url } = run;
  const link = url !== undefined && isLinkUrl(url) ? ` [Show the ${run.noun}](${url})` : '';
  return `**Not checked:** the plans of this ${request} could not be created or read.${link}\n`;
}
