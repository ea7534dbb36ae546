import type { RepositoryFilter, RepositoryName } from '../../aws/names';
import { groupBy } from '../../base/collections';
import { filtersMatch } from '../../model/replication';

/** The repositories that a filter matches unintentionally. */
interface UnintendedMatches<Item> {
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
export function unintendedMatches<Item extends { readonly filter: RepositoryFilter }>(
  items: readonly Item[],
  names: ReadonlySet<RepositoryName>,
): readonly UnintendedMatches<Item>[] {
  return [...namesByLongestFilter(items, names)].flatMap(([item, matched]) => {
    if (item === undefined) return [];
    const unintended = matched.filter((name) => isUnintended(item.filter, name, names));
    return unintended.length === 0 || unintended.length === matched.length ? [] : { item, names: unintended };
  });
}

/** Groups names by the longest filter that matches them. */
function namesByLongestFilter<Item extends { readonly filter: RepositoryFilter }>(
  items: readonly Item[],
  names: Iterable<RepositoryName>,
): ReadonlyMap<Item | undefined, readonly RepositoryName[]> {
  const longestFirst = [...items].sort((a, b) => b.filter.length - a.filter.length);
  return groupBy(names, (name) => longestFirst.find(({ filter }) => filtersMatch([filter], name)));
}

function isUnintended(filter: RepositoryFilter, name: RepositoryName, names: ReadonlySet<string>): boolean {
  const remainder = name.slice(filter.length);
  if (remainder === '' || /[._/-]$/.test(filter)) return false;
  const continuesWord = /^[a-z0-9]/.test(remainder);
  return continuesWord || (names.has(filter) && !remainder.startsWith('/'));
}
