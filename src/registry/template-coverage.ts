import type { CreationTemplate } from './creation-template';
import { commonStart, namesStart } from './namespaces';
import { sortedUnique } from './order';
import type { ReplicationRule } from './topology';

/** Returns how many of the names with a prefix are in one of the namespaces. */
export function coverageOf(namespaces: readonly string[], start: string): 'none' | 'part' | 'whole' {
  const common = namespaces.flatMap((namespace) => commonStart(namespace, start) ?? []);
  if (common.includes(start)) return 'whole';
  return common.length > 0 ? 'part' : 'none';
}

/** Returns the prefixes of the repositories that a replication rule creates and a creation template tags. */
export function taggedStarts(
  templates: readonly CreationTemplate[],
  filters: ReplicationRule['filters'],
): readonly string[] {
  const used = templates.filter(({ appliedFor }) => appliedFor.includes('REPLICATION'));
  const tagging = used.filter(({ settings }) => Object.keys(settings.tags).length > 0);
  const starts = tagging.flatMap(({ prefix }) =>
    (filters === 'all' ? [''] : filters).flatMap((filter) => {
      const start = commonStart(prefix, filter);
      return start === undefined || used.some((other) => isNearer(other.prefix, prefix, start)) ? [] : start;
    }),
  );
  return sortedUnique(starts).filter(
    (start) => !starts.some((other) => other !== start && start.startsWith(other)),
  );
}

/** Returns whether a template with a longer namespace matches all names with a prefix. */
function isNearer(namespace: string, than: string, start: string): boolean {
  const own = namesStart(namespace);
  return own.length > namesStart(than).length && start.startsWith(own);
}
