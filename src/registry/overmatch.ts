import type { RepositoryFilter, RepositoryName } from './names';
import { grouped } from './grouped';
import { filtersMatch } from './replication';

/** The repositories that a filter matches unintentionally. */
interface Strays<Item> {
  readonly item: Item;
  /** Not empty. */
  readonly names: readonly RepositoryName[];
}

/**
 * Returns the repositories that filters match unintentionally. ECR matches a literal prefix, so `prod` also
 * matches `production`, and `my-repo` also matches `my-repo-old`. Such a match is unintended only if the filter
 * matches other names too. A name that a longer filter of the rule matches is intended by that filter.
 *
 * @param items the filters of one rule
 * @param names the repositories of the source registry
 */
export function strays<Item extends { readonly filter: RepositoryFilter }>(
  items: readonly Item[],
  names: ReadonlySet<RepositoryName>,
): readonly Strays<Item>[] {
  return [...byNearestFilter(items, names)].flatMap(([item, taken]) => {
    if (item === undefined) return [];
    const found = taken.filter((name) => isStray(item.filter, name, names));
    return found.length === 0 || found.length === taken.length ? [] : { item, names: found };
  });
}

/** Groups names by the longest filter that matches them. */
function byNearestFilter<Item extends { readonly filter: RepositoryFilter }>(
  items: readonly Item[],
  names: Iterable<RepositoryName>,
): ReadonlyMap<Item | undefined, readonly RepositoryName[]> {
  const longestFirst = [...items].sort((a, b) => b.filter.length - a.filter.length);
  return grouped(names, (name) => longestFirst.find(({ filter }) => filtersMatch([filter], name)));
}

function isStray(filter: RepositoryFilter, name: RepositoryName, names: ReadonlySet<string>): boolean {
  const rest = name.slice(filter.length);
  if (rest === '' || /[._/-]$/.test(filter)) return false;
  const goesOnInTheWord = /^[a-z0-9]/.test(rest);
  return goesOnInTheWord || (names.has(filter) && !rest.startsWith('/'));
}
