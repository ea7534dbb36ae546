import { listed, sortedUnique } from '../../registry';

/** Names that a reviewer reads in a line; the JSON has all. */
const MOST_NAMES = 8;

/**
 * `app, web`; `200 repositories (team0/svc000, team0/svc001, …)`. Sorted.
 * @param isRest whether `*` excludes repositories that have other names in policies
 */
export function repositoriesText(names: readonly string[], isRest = false): string {
  const all = isRest ? 'every other repository' : 'every repository';
  const shown = sortedUnique(names).map((name) => (name === '*' ? all : name));
  return !isMany(shown)
    ? shown.join(', ')
    : `${shown.length} repositories (${shown.slice(0, FIRST_NAMES).join(', ')}, …)`;
}

/** More than a reviewer reads in a line. */
export function isMany(names: readonly string[]): boolean {
  return names.length > MOST_NAMES;
}

const FIRST_NAMES = 3;

/** `app, api`; `a, b and 392 more`. Sorted. */
export function nameList(names: Iterable<string>): string {
  return listed(sortedUnique(names), MOST_NAMES);
}
