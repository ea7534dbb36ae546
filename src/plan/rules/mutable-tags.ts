import { isKnown } from '../../registry';
import { UNCHANGED } from '../changed';
import { repositoriesAfter, repositoryProblem, type RepositoryAfter } from '../repositories-after';
import type { Reviewed } from '../reviewed';
import { routesOf } from '../replication/routes';
import { rule } from '../rule';
import { newlyMutable } from '../weakened/newly-mutable';

export const mutableTags = rule({
  id: 'mutable-tags',
  severity: 'note',
  doc: 'Tags cannot be moved to other images.',
  why:
    'Whoever may push can put another image under a tag that is deployed already, and nobody sees it. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  options: {
    unchanged: UNCHANGED,
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
    const isReplica = replicaTest(reviewed);
    return (
      repositoriesAfter(reviewed)
        .filter(({ isTouched }) => isTouched || unchanged)
        .filter((repository) => replicas || !isReplica(repository))
        // `tags-become-mutable` reports tags that were immutable.
        .filter(({ resource }) => newlyMutable(resource) === undefined)
        .flatMap((repository) => {
          const says = fault(repository, partly);
          return says === undefined ? [] : repositoryProblem(repository, says, HELP);
        })
    );
  },
});

const HELP = {
  help: 'Set image_tag_mutability = "IMMUTABLE", or "IMMUTABLE_WITH_EXCLUSION" with a filter for the tags that have to move, such as latest.',
  helpForDeclaration:
    "Set 'imageTagMutability: IMMUTABLE' for the repository or in 'defaults.repository' in topology.yaml. For tags that have to move, such as latest, set IMMUTABLE_WITH_EXCLUSION and 'imageTagMutabilityExclusionFilters'.",
};

function fault({ values }: RepositoryAfter, partly: boolean): string | undefined {
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
function replicaTest({ after }: Reviewed): (repository: RepositoryAfter) => boolean {
  const routes = routesOf(after);
  return ({ values, name }) => {
    const registry = routes.at(values.registry);
    return registry !== undefined && !routes.isPushedTo(registry, name);
  };
}
