import { isKnown, wildcardIncludes, wildcardsOverlap, type ImageTagMutability } from '../../registry';
import type { RepositoryResource } from '../resources/planned';

/** Describes the tags that change from immutable to mutable: `tags that match latest*`. Returns undefined if there are none. */
export function newlyMutable({ action, before, after }: RepositoryResource): string | undefined {
  if (action !== 'update' || before === undefined || after === undefined) return undefined;
  const { imageTagMutability: was } = before;
  const { imageTagMutability: is } = after;
  return isKnown(was) && isKnown(is) ? freedTags(was, is) : undefined;
}

const ALL = 'all tags';

function freedTags(was: ImageTagMutability, is: ImageTagMutability): string | undefined {
  const [formerFilters, filters] = [filtersOf(was), filtersOf(is)];
  switch (was.mode) {
    case 'MUTABLE':
      return undefined;
    case 'IMMUTABLE':
    case 'IMMUTABLE_WITH_EXCLUSION': {
      if (protectsByDefault(is)) return matching(withoutCovered(filters, formerFilters));
      // In MUTABLE_WITH_EXCLUSION, only tags that match the filters are immutable.
      if (filters.includes('*')) return undefined;
      const others = [...filters, ...formerFilters];
      return others.length === 0 ? ALL : `tags that do not match ${others.join(', ')}`;
    }
    case 'MUTABLE_WITH_EXCLUSION':
      return protectsByDefault(is)
        ? matching(
            formerFilters.filter((former) => filters.some((filter) => wildcardsOverlap(former, filter))),
          )
        : matching(withoutCovered(formerFilters, filters));
  }
}

function protectsByDefault({ mode }: ImageTagMutability): boolean {
  return mode === 'IMMUTABLE' || mode === 'IMMUTABLE_WITH_EXCLUSION';
}

/** The provider rejects filters with a mode that does not use them. */
function filtersOf({ mode, exclusionFilters }: ImageTagMutability): readonly string[] {
  return mode.endsWith('_WITH_EXCLUSION') ? exclusionFilters : [];
}

function withoutCovered(filters: readonly string[], others: readonly string[]): readonly string[] {
  return filters.filter((filter) => !others.some((other) => wildcardIncludes(other, filter)));
}

function matching(filters: readonly string[]): string | undefined {
  return filters.length === 0 ? undefined : `tags that match ${filters.join(', ')}`;
}
