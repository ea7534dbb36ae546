import type { RepositoryName } from '../../aws/names';
import { compareText, groupBy } from '../../base/collections';

/**
 * Shortens a list of repositories: `team/*` replaces the names in a namespace if the list has at least two and all of
 * them. Sorted.
 *
 * @param all the names of the registry
 */
export function foldNamespaces(
  names: readonly RepositoryName[],
  all: readonly RepositoryName[],
): readonly string[] {
  return foldBelow('', names, all).toSorted(compareText);
}

function foldBelow(
  parent: string,
  names: readonly RepositoryName[],
  all: readonly RepositoryName[],
): readonly string[] {
  const byNamespace = groupBy(all, (name) => namespaceBelow(parent, name));
  return [...groupBy(names, (name) => namespaceBelow(parent, name))].flatMap(([namespace, inNamespace]) => {
    if (namespace === parent || inNamespace.length < 2) return inNamespace;
    const every = byNamespace.get(namespace) ?? [];
    return every.length === inNamespace.length ? [`${namespace}*`] : foldBelow(namespace, inNamespace, every);
  });
}

/** Returns `team/` for `team/service/api` below ``, or the parent for a repository that is directly in it. */
function namespaceBelow(parent: string, name: RepositoryName): string {
  return name.slice(0, name.indexOf('/', parent.length) + 1) || parent;
}
