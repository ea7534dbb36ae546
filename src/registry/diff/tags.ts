import type { NotKnown } from '../not-known';
import { sortedUnique } from '../order';
import type { Tags } from '../settings';

/** A tag that comes, goes, or gets another value: undefined where it is not there. */
export interface TagChange {
  readonly tag: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** In the order of the tags; nothing where they are not known at both times. */
export function tagChanges(was: Tags | NotKnown, is: Tags | NotKnown): readonly TagChange[] {
  // Of a large plan, most is the same object.
  if (was === is || was === 'notKnown' || is === 'notKnown') return [];
  return sortedUnique([...Object.keys(was), ...Object.keys(is)])
    .map((tag) => ({ tag, before: valueOf(was, tag), after: valueOf(is, tag) }))
    .filter(({ before, after }) => before !== after);
}

/** A tag may be called `constructor`. */
function valueOf(tags: Tags, tag: string): string | undefined {
  return Object.hasOwn(tags, tag) ? tags[tag] : undefined;
}

/**
 * `tag team of repository app added ('shop')`.
 * @param whose follows the tag, after a space
 */
export function tagWords({ tag, before, after }: TagChange, whose: string): string {
  const what = `tag ${tag} of ${whose}`;
  if (before === undefined) return `${what} added ('${after ?? ''}')`;
  return after === undefined
    ? `${what} removed ('${before}')`
    : `${what} changed from '${before}' to '${after}'`;
}
