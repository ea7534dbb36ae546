import type { Comment } from './comments';
import type { Collection, Entry } from './layout';

/**
 * Adds each comment to the entry that it precedes or follows, or to the collection that it ends.
 * @param comments in the order of the text
 */
export function attachComments(root: Collection, comments: readonly Comment[]): void {
  for (const comment of comments) {
    if (comment.isOnOwnLine) attachOnOwnLine(root, undefined, comment);
    else attachOnSameLine(root, undefined, comment);
  }
}

/** @param owner the entry whose value is the collection; undefined for the root */
function attachOnOwnLine(collection: Collection, owner: Entry | undefined, comment: Comment): void {
  const { entries, below } = collection;
  const index = lastStartedBefore(entries, comment.start);
  const entry = entries[index];
  if (entry === undefined) {
    // An empty collection has no line for a comment.
    (entries[0] ?? owner)?.above.push(comment);
    return;
  }
  const { value } = entry;
  if (comment.start < entry.end) {
    // If the value is a scalar, the comment is between the key and the value.
    if (isInside(value, comment)) attachOnOwnLine(value, entry, comment);
    else entry.above.push(comment);
    return;
  }
  const following = entries[index + 1]?.above ?? below;
  // Later comments stay after earlier ones, also if their indentation differs.
  if (following.length === 0 && isIndentedLike(value, collection, comment)) {
    attachOnOwnLine(value, entry, comment);
  } else {
    following.push(comment);
  }
}

function attachOnSameLine(collection: Collection, owner: Entry | undefined, comment: Comment): void {
  const entry = collection.entries[lastStartedBefore(collection.entries, comment.start)];
  if (entry === undefined) {
    // The comment follows the key and the bracket: `key: [ # comment`.
    const first = collection.entries[0];
    if (owner !== undefined) owner.sameLine.push(comment);
    else first?.above.push(comment);
  } else if (isInside(entry.value, comment) && comment.start < entry.end) {
    attachOnSameLine(entry.value, entry, comment);
  } else {
    lastEntryWithin(entry).sameLine.push(comment);
  }
}

/** Returns whether the comment is inside the brackets of a collection, or the value is a block collection. */
function isInside(value: Entry['value'], comment: Comment): value is Collection {
  return value.kind !== 'leaf' && (!value.isFlow || comment.start > value.start);
}

/** Returns whether the indentation shows that a comment belongs to the end of a block collection and not to its parent. */
function isIndentedLike(value: Entry['value'], parent: Collection, comment: Comment): value is Collection {
  if (value.kind === 'leaf' || value.isFlow || parent.isFlow) return false;
  return comment.column > parent.column && comment.column >= value.column;
}

/** Returns the innermost entry at the end of a block collection: `- key: value # comment`. */
function lastEntryWithin(entry: Entry): Entry {
  const { value } = entry;
  const last = value.kind === 'leaf' || value.isFlow ? undefined : value.entries.at(-1);
  return last === undefined ? entry : lastEntryWithin(last);
}

/** Returns the index of the last entry that starts before an offset, or -1. */
function lastStartedBefore(entries: readonly Entry[], offset: number): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
