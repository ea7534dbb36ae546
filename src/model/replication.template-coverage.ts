import type { CreationTemplate } from './settings.creation-template';
import { commonPrefix, namespacePrefix } from '../aws/namespaces';
import { sortedUnique } from '../base/collections';
import type { ReplicationRule } from './topology';

/** Returns how many of the names with a prefix are in one of the namespaces. */
export function coverageOf(namespaces: readonly string[], start: string): 'none' | 'part' | 'whole' {
  const common = namespaces.flatMap((namespace) => commonPrefix(namespace, start) ?? []);
  if (common.includes(start)) return 'whole';
  return common.length > 0 ? 'part' : 'none';
}

/** Returns the prefixes of the repositories that a replication rule creates and a creation template tags. */
export function taggedPrefixes(
  templates: readonly CreationTemplate[],
  filters: ReplicationRule['filters'],
): readonly string[] {
  const replicationTemplates = templates.filter(({ appliedFor }) => appliedFor.includes('REPLICATION'));
  const taggingTemplates = replicationTemplates.filter(
    ({ settings }) => Object.keys(settings.tags).length > 0,
  );
  const prefixes = taggingTemplates.flatMap(({ prefix }) =>
    (filters === 'all' ? [''] : filters).flatMap((filter) => {
      const start = commonPrefix(prefix, filter);
      return start === undefined ||
        replicationTemplates.some((other) => isMoreSpecific(other.prefix, prefix, start))
        ? []
        : start;
    }),
  );
  return sortedUnique(prefixes).filter(
    (start) => !prefixes.some((other) => other !== start && start.startsWith(other)),
  );
}

/** Returns whether a template with a longer namespace matches all names with a prefix. */
function isMoreSpecific(namespace: string, than: string, start: string): boolean {
  const own = namespacePrefix(namespace);
  return own.length > namespacePrefix(than).length && start.startsWith(own);
}
