import { sortedUnique } from '../../base/collections';
import { formatList } from '../../base/text';

/** One change as text. Names are not escaped; the renderer escapes them. */
export interface Line {
  readonly mark: '+' | '-' | '~';
  /** Images are deleted, or every AWS account gains access. */
  readonly isCritical: boolean;
  readonly text: string;
}

/** Maximum number of names in a line. The JSON output has all of them. */
const MAX_NAMES = 8;

/**
 * Returns, for example, `app, web` or `200 repositories (team0/svc000, team0/svc001, …)`. Sorted.
 * @param isRest whether `*` excludes repositories that policies name
 */
export function repositoriesText(names: readonly string[], isRest = false): string {
  const all = isRest ? 'every other repository' : 'every repository';
  const shown = sortedUnique(names).map((name) => (name === '*' ? all : name));
  return !isMany(shown)
    ? shown.join(', ')
    : `${shown.length} repositories (${shown.slice(0, FIRST_NAMES).join(', ')}, …)`;
}

/** Returns whether the names are too many for one line. */
export function isMany(names: readonly string[]): boolean {
  return names.length > MAX_NAMES;
}

const FIRST_NAMES = 3;

/** Returns, for example, `app, api` or `a, b and 392 more`. Sorted. */
export function nameList(names: Iterable<string>): string {
  return formatList(sortedUnique(names), MAX_NAMES);
}
