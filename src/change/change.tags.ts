import type { UnknownValue } from '../model/unknown';
import { sortedUnique } from '../base/collections';
import type { Tags } from '../model/settings';

/** A tag that is added, removed or changed. The value is undefined if the tag does not exist. */
export interface TagChange {
  readonly tag: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Returns the changes sorted by tag. Empty if the tags before or after are unknown. */
export function tagChanges(
  previous: Tags | UnknownValue,
  current: Tags | UnknownValue,
): readonly TagChange[] {
  // In a large plan, most tags are the same object.
  if (previous === current || previous === 'notKnown' || current === 'notKnown') return [];
  return sortedUnique([...Object.keys(previous), ...Object.keys(current)])
    .map((tag) => ({ tag, before: valueOf(previous, tag), after: valueOf(current, tag) }))
    .filter(({ before, after }) => before !== after);
}

/** A tag may have the name `constructor`. */
function valueOf(tags: Tags, tag: string): string | undefined {
  return Object.hasOwn(tags, tag) ? tags[tag] : undefined;
}

/**
 * Returns text such as `tag team of repository app added ('shop')`.
 * @param owner the resource, after `of`
 */
export function tagChangeText({ tag, before, after }: TagChange, owner: string): string {
  const subject = `tag ${tag} of ${owner}`;
  if (before === undefined) return `${subject} added ('${after ?? ''}')`;
  return after === undefined
    ? `${subject} removed ('${before}')`
    : `${subject} changed from '${before}' to '${after}'`;
}
