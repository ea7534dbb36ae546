import { repositoriesAfter, repositoryProblem } from '../predicates/plan-resources.repositories-after';
import { defineRule } from '../rule';
import { newlyMutableTags } from './tags-become-mutable.newly-mutable';

export const tagsBecomeMutable = defineRule({
  id: 'tags-become-mutable',
  severity: 'warning',
  doc: 'Image tags that were immutable become mutable.',
  why:
    'Released images exist under these tags. From now on every principal that can push can move a tag to another image, ' +
    'and whatever pulls by tag gets the other image. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  options: {},
  check: (reviewed) =>
    repositoriesAfter(reviewed).flatMap((repository) => {
      const tags = newlyMutableTags(repository.resource);
      if (tags === undefined) return [];
      return repositoryProblem(
        repository,
        `makes ${tags} mutable: they can be moved to other images from now on.`,
        {
          help:
            'Keep image_tag_mutability = "IMMUTABLE". For tags that have to move, such as latest, use ' +
            '"IMMUTABLE_WITH_EXCLUSION" with a filter that matches only those (provider 6.8 or later).',
          helpForDeclaration:
            "Keep 'imageTagMutability: IMMUTABLE' in topology.yaml. For tags that have to move, such as latest, use " +
            "IMMUTABLE_WITH_EXCLUSION and 'imageTagMutabilityExclusionFilters'.",
        },
      );
    }),
});
