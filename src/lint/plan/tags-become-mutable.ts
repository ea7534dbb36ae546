import { wildcardIncludes, wildcardsOverlap } from '../../aws/wildcard';
import type { ImageTagMutability } from '../../model/settings';
import { isKnown } from '../../model/unknown';
import type { RepositoryResource } from '../../plan/model/planned-resource';
import { repositoriesAfter, repositoryProblem } from '../predicates/plan-resources';
import { defineRule } from '../rule';

export const tagsBecomeMutable = defineRule({
  id: 'tags-become-mutable',
  severity: 'warning',
  doc: 'Immutable image tags become mutable.',
  why:
    'These tags may refer to released images. After the apply, every principal that can push can move a tag to another ' +
    'image, and clients that pull by tag get the other image. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  options: {},
  check: (reviewed) =>
    repositoriesAfter(reviewed).flatMap((repository) => {
      const tags = newlyMutableTags(repository.resource);
      if (tags === undefined) return [];
      return repositoryProblem(
        repository,
        `makes ${tags} mutable. After the apply, they can be moved to other images.`,
        {
          help:
            'Keep image_tag_mutability = "IMMUTABLE". For tags that must move, such as latest, use ' +
            '"IMMUTABLE_WITH_EXCLUSION" with a filter that matches only those (provider 6.8 or later).',
          helpForDeclaration:
            "Keep 'imageTagMutability: IMMUTABLE' in topology.yaml. For tags that must move, such as latest, use " +
            "IMMUTABLE_WITH_EXCLUSION and 'imageTagMutabilityExclusionFilters'.",
        },
      );
    }),
});

/** Describes the tags that change from immutable to mutable: `tags that match latest*`. Returns undefined if there are none. */
export function newlyMutableTags({ action, before, after }: RepositoryResource): string | undefined {
  if (action !== 'update' || before === undefined || after === undefined) return undefined;
  const { imageTagMutability: previous } = before;
  const { imageTagMutability: current } = after;
  return isKnown(previous) && isKnown(current) ? tagsNoLongerImmutable(previous, current) : undefined;
}

const ALL = 'all tags';

function tagsNoLongerImmutable(
  previous: ImageTagMutability,
  current: ImageTagMutability,
): string | undefined {
  const [previousFilters, filters] = [filtersOf(previous), filtersOf(current)];
  switch (previous.mode) {
    case 'MUTABLE':
      return undefined;
    case 'IMMUTABLE':
    case 'IMMUTABLE_WITH_EXCLUSION': {
      if (protectsByDefault(current)) return matchingTagsText(withoutCovered(filters, previousFilters));
      // In MUTABLE_WITH_EXCLUSION, only tags that match the filters are immutable.
      if (filters.includes('*')) return undefined;
      const others = [...filters, ...previousFilters];
      return others.length === 0 ? ALL : `tags that do not match ${others.join(', ')}`;
    }
    case 'MUTABLE_WITH_EXCLUSION':
      return protectsByDefault(current)
        ? matchingTagsText(
            previousFilters.filter((previousFilter) =>
              filters.some((filter) => wildcardsOverlap(previousFilter, filter)),
            ),
          )
        : matchingTagsText(withoutCovered(previousFilters, filters));
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

function matchingTagsText(filters: readonly string[]): string | undefined {
  return filters.length === 0 ? undefined : `tags that match ${filters.join(', ')}`;
}
