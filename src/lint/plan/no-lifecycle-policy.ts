import type { RepositoryName } from '../../aws/names';
import { UNKNOWN, type Unknown } from '../../model/unknown';
import { UNCHANGED_OPTION } from '../../plan/model/planned-resource';
import type { BeforeOrAfter } from '../../plan/model/values';
import { repositoriesAfter, repositoryProblem } from '../predicates/plan-resources';
import { defineRule } from '../rule';

export const noLifecyclePolicy = defineRule({
  id: 'no-lifecycle-policy',
  severity: 'note',
  doc: 'Repository has no lifecycle policy, so ECR keeps every image.',
  why:
    'Without a lifecycle policy, storage and its cost keep growing. Replicas need their own policy: ECR does not replicate ' +
    'lifecycle policies, and replicates deletions only if delete replication is enabled for the rule. ' +
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html',
  options: { unchanged: UNCHANGED_OPTION },
  check: (reviewed, { unchanged }) => {
    const { resourceOf } = reviewed;
    return repositoriesAfter(reviewed).flatMap((repository) => {
      const { name, values } = repository;
      const hasPolicy = (when: BeforeOrAfter, of: RepositoryName | Unknown) =>
        resourceOf(when, 'lifecycle-policy', values.registry, of) !== undefined;
      // A policy whose repository is known only after apply may belong to any of them: `undecidable` reports it.
      if (hasPolicy('after', name) || hasPolicy('after', UNKNOWN)) return [];
      const isRemoved = hasPolicy('before', name);
      if (!repository.isChanged && !unchanged && !isRemoved) return [];
      return repositoryProblem(
        repository,
        isRemoved
          ? 'loses its lifecycle policy, so ECR keeps every image from now on.'
          : 'has no lifecycle policy, so ECR keeps every image indefinitely.',
        HELP,
      );
    });
  },
});

const HELP = {
  help: 'Add an aws_ecr_lifecycle_policy, such as one that expires untagged images after 7 days.',
  helpForDeclaration:
    "Set 'lifecycle' for the repository or in 'defaults.repository' in topology.yaml, such as [{ tagStatus: untagged, daysSincePushed: 7, action: expire }].",
};
