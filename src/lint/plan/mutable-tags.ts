import { isKnown } from '../../model/unknown';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import type { PlanReview } from '../../plan/review/review';
import { repositoriesAfter, repositoryProblem, type RepositoryAfter } from '../predicates/plan-resources';
import { buildRoutes } from '../replication/paths';
import { defineRule } from '../rule';
import { newlyMutableTags } from './tags-become-mutable';

export const mutableTags = defineRule({
  id: 'mutable-tags',
  severity: 'note',
  doc: 'Tags cannot be moved to other images.',
  why:
    'Whoever may push can put another image under a tag that is deployed already, and nobody sees it. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  options: {
    unchanged: UNCHANGED_OPTION,
    partly: {
      kind: 'flag',
      default: false,
      doc: 'MUTABLE_WITH_EXCLUSION will do: the tags that must not move are excluded.',
    },
    replicas: {
      kind: 'flag',
      default: false,
      doc: 'Also look at repositories that a replication rule fills, where tags follow those of the source.',
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
          const message = mutabilityFault(repository, partly);
          return message === undefined ? [] : repositoryProblem(repository, message, HELP);
        })
    );
  },
});

const HELP = {
  help: 'Set image_tag_mutability = "IMMUTABLE", or "IMMUTABLE_WITH_EXCLUSION" with a filter for the tags that have to move, such as latest.',
  helpForDeclaration:
    "Set 'imageTagMutability: IMMUTABLE' for the repository or in 'defaults.repository' in topology.yaml. For tags that have to move, such as latest, set IMMUTABLE_WITH_EXCLUSION and 'imageTagMutabilityExclusionFilters'.",
};

function mutabilityFault({ values }: RepositoryAfter, partly: boolean): string | undefined {
  const { imageTagMutability } = values;
  if (!isKnown(imageTagMutability)) return undefined;
  const { mode, exclusionFilters } = imageTagMutability;
  switch (mode) {
    case 'IMMUTABLE':
    case 'IMMUTABLE_WITH_EXCLUSION':
      return undefined;
    case 'MUTABLE':
      return 'lets tags be moved to other images: it is MUTABLE.';
    case 'MUTABLE_WITH_EXCLUSION':
      return partly
        ? undefined
        : `lets tags be moved to other images, all but ${exclusionFilters.join(', ')}: it is MUTABLE_WITH_EXCLUSION.`;
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
