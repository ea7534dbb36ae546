/** The comment cannot be created or updated. The message states what to change, and contains no token. */
export class CommentError extends Error {}
