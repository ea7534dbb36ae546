import type { RepositorySettings } from '../../model/settings';
import { isKnown, type Unknown } from '../../model/unknown';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { repositoriesAfter, repositoryProblem, type RepositoryAfter } from '../predicates/plan-resources';
import { buildRoutes } from '../replication/paths';
import { defineRule } from '../rule';
import { newlyMutableTags } from './tags-become-mutable';

export const mutableTags = defineRule({
  id: 'mutable-tags',
  severity: 'note',
  doc: 'Image tags are mutable.',
  why:
    'Every principal that can push can move a deployed tag to another image, and nothing shows the change. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  options: {
    unchanged: UNCHANGED_OPTION,
    partly: {
      kind: 'flag',
      default: false,
      doc: 'Do not report MUTABLE_WITH_EXCLUSION, which makes the excluded tags immutable.',
    },
    replicas: {
      kind: 'flag',
      default: false,
      doc: 'Also report repositories that a replication rule fills. Their tags follow the tags of the source.',
    },
  },
  check: (reviewed, { unchanged, partly, replicas }) => {
    const isReplica = createReplicaTest(reviewed);
    return (
      repositoriesAfter(reviewed)
        .filter(({ isChanged }) => isChanged || unchanged)
        .filter((repository) => replicas || !isReplica(repository))
        // `tags-become-mutable` reports tags that were immutable.
        .filter(({ resource }) => newlyMutableTags(resource) === undefined)
        .flatMap((repository) => {
          const message = mutabilityFault(repository.values.imageTagMutability, partly);
          return message === undefined ? [] : repositoryProblem(repository, message, HELP);
        })
    );
  },
});

const HELP = {
  help: 'Set image_tag_mutability = "IMMUTABLE", or "IMMUTABLE_WITH_EXCLUSION" with a filter for the tags that must move, such as latest.',
  helpForDeclaration:
    "Set 'imageTagMutability: IMMUTABLE' for the repository or in 'defaults.repository' in topology.yaml. For tags that must move, such as latest, set IMMUTABLE_WITH_EXCLUSION and 'imageTagMutabilityExclusionFilters'.",
};

/**
 * Describes mutable tags, as the rest of a sentence after the repository.
 * @param partly whether to ignore MUTABLE_WITH_EXCLUSION
 */
export function mutabilityFault(
  imageTagMutability: RepositorySettings<Unknown>['imageTagMutability'],
  partly: boolean,
): string | undefined {
  if (!isKnown(imageTagMutability)) return undefined;
  const { mode, exclusionFilters } = imageTagMutability;
  switch (mode) {
    case 'IMMUTABLE':
    case 'IMMUTABLE_WITH_EXCLUSION':
      return undefined;
    case 'MUTABLE':
      return 'has mutable tags (MUTABLE), which can be moved to other images.';
    case 'MUTABLE_WITH_EXCLUSION':
      return partly
        ? undefined
        : `has mutable tags except ${exclusionFilters.join(', ')} (MUTABLE_WITH_EXCLUSION). Mutable tags can be moved to other images.`;
  }
}

/** Returns a test for repositories that only replication fills. */
function createReplicaTest({ after }: PlanReview): (repository: RepositoryAfter) => boolean {
  const routes = buildRoutes(after);
  return ({ values, name }) => {
    const registry = routes.registryAt(values.registry);
    return registry !== undefined && !routes.isPushedTo(registry, name);
  };
}
