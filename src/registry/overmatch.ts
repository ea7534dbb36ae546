import type { RepositoryFilter, RepositoryName } from './names';
import { grouped } from './grouped';
import { filtersMatch } from './replication';

/** What a filter takes beside what it was meant to take. */
interface Strays<Item> {
  readonly item: Item;
  /** Not empty. */
  readonly names: readonly RepositoryName[];
}

/**
 * ECR matches the literal start of a name, so a filter can take a neighbour: `prod` takes `production`, and `my-repo`
 * takes `my-repo-old`. Only where the filter takes something that is no neighbour: else they were meant. And a name
 * that another filter of the rule is nearer to was meant by that one.
 *
 * @param items the filters of one rule
 * @param names of repositories where the rule starts
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

/** Each filter with the names that it takes, and no longer filter of the rule does. */
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
