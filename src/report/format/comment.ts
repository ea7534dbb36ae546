/** Maximum length of a comment on GitHub, in characters. */
export const COMMENT_LIMIT = 65_536;

/** Which comment of a pull request a text is for. */
export interface CommentMarker {
  /** Distinguishes the comments of several checks. */
  readonly id: string | undefined;
  /** A text that is too long for one comment has several, numbered from 1. */
  readonly part: number;
}

/**
 * Returns the first line of a comment, which is invisible: the next run finds the comment by it.
 * @param hasHtml whether the code host renders HTML. Bitbucket shows it as text
 */
export function markerLine({ id, part }: CommentMarker, hasHtml = true): string {
  const text = `ecr-topology check${id === undefined ? '' : ` ${id}`}${part === 1 ? '' : `, part ${part}`}`;
  // A link definition without references is invisible, with or without HTML.
  return hasHtml ? `<!-- ${text} -->` : `[//]: # (${text})`;
}

/** Returns the marker at the start of a text, and the text after it, or undefined if the text has none. */
export function readMarker(text: string): (CommentMarker & { readonly rest: string }) | undefined {
  const match = MARKER.exec(text);
  if (match === null) return undefined;
  const [marker, id, part = '1'] = match;
  return { id, part: Number(part), rest: text.slice(marker.length) };
}

const MARKER =
  /^\uFEFF?(?:<!--|\[\/\/\]: # \()\s?ecr-topology check(?: ([\w.-]+))?(?:, part ([1-9]\d{0,3}))?(?: -->|\))[ \t]*(?:\r?\n|$)/;

/** The ID is written into an HTML comment, which `--` could end. */
export function isCommentId(text: string): boolean {
  return /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(text) && text.length <= 64;
}
