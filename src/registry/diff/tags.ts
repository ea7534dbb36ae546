import type { NotKnown } from '../not-known';
import { sortedUnique } from '../order';
import type { Tags } from '../settings';

/** A tag that is added, removed or changed. The value is undefined if the tag does not exist. */
export interface TagChange {
  readonly tag: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Returns the changes sorted by tag. Empty if the tags before or after are unknown. */
export function tagChanges(was: Tags | NotKnown, is: Tags | NotKnown): readonly TagChange[] {
  // In a large plan, most tags are the same object.
  if (was === is || was === 'notKnown' || is === 'notKnown') return [];
  return sortedUnique([...Object.keys(was), ...Object.keys(is)])
    .map((tag) => ({ tag, before: valueOf(was, tag), after: valueOf(is, tag) }))
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
export function tagWords({ tag, before, after }: TagChange, whose: string): string {
  const what = `tag ${tag} of ${whose}`;
  if (before === undefined) return `${what} added ('${after ?? ''}')`;
  return after === undefined
    ? `${what} removed ('${before}')`
    : `${what} changed from '${before}' to '${after}'`;
}
